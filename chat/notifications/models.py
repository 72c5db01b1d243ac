"""Whom messages have called, by which devices, and what was said against it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, QuerySet
from django.utils import timezone

from chat.models import Conversation, User


class Decision(models.Model):
    """Whether a message has called somebody whom it was meant for.

    ``cause``: what called them; ``against``: the names of the rules that it did not
    pass, with spaces between; none: it has called.
    """

    # Without constraints: the version before, which may run beside and knows nothing of
    # this table, deletes people and rooms. A row of what is gone means nothing.
    conversation = models.ForeignKey(
        Conversation,
        models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    seq = models.PositiveBigIntegerField()
    person = models.ForeignKey(
        User, models.CASCADE, related_name="+", db_constraint=False
    )
    cause = models.CharField(max_length=8)
    against = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "seq", "person"], name="one_decision"
            )
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class DeviceManager(models.Manager["Device"]):
    def in_use(self) -> QuerySet[Device]:
        """Those whose person has not ended all their log-ins, nor was shut out."""
        return self.filter(person__is_active=True, epoch=F("person__epoch"))


class Device(models.Model):
    """A browser that takes pushes for somebody (RFC 8030, RFC 8291).

    ``endpoint``: the address of its push service; ``key`` and ``auth``: its keys, in
    base64url; ``text``: whether what is pushed says what was said. ``epoch``: its
    person's, as it was added.
    """

    person = models.ForeignKey(
        User, models.CASCADE, related_name="+", db_constraint=False
    )
    endpoint = models.CharField(max_length=1000, unique=True)
    key = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    text = models.BooleanField()
    language = models.CharField(max_length=8)
    epoch = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects = DeviceManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"device {self.pk}"


class Pause(models.Model):
    """For how long nothing is pushed to somebody."""

    person = models.OneToOneField(
        User, models.CASCADE, related_name="+", db_constraint=False
    )
    until = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"pause {self.pk}"


class Push(models.Model):
    """What is to be pushed to a device, from ``due`` on, or was (``sent``).

    ``decision``: by which; None: whether pushes come is tried. ``tries``: how often
    that has failed. Who is at it holds it, as ``holder``, until ``held_until``.
    """

    device = models.ForeignKey(
        Device, models.CASCADE, related_name="pushes", db_constraint=False
    )
    decision = models.ForeignKey(
        Decision,
        models.CASCADE,
        related_name="pushes",
        null=True,
        db_constraint=False,
    )
    due = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True)
    holder = models.CharField(max_length=32, blank=True, default="")
    held_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["due"], condition=models.Q(sent=None), name="pushes_due"
            ),
            models.Index(
                fields=["holder"],
                condition=~models.Q(holder=""),
                name="pushes_held",
            ),
        ]

    def __str__(self) -> str:
        return f"push {self.pk}"

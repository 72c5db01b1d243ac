"""What is asked, and who has chosen what."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from chat.models import Conversation, User


class Poll(models.Model):
    """What the message ``seq`` asks: ``options`` are lines of text.

    ``many``: each may choose several; ``untold``: there are votes that nobody has been
    told of. ``counts``: how many have voted, and have chosen each option; empty where
    that is not known.

    The database does not hold what it points at: a version that does not know of this
    table deletes rooms beside this one.
    """

    # The constraint's own index begins with it.
    conversation = models.ForeignKey(
        Conversation,
        models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    seq = models.PositiveBigIntegerField()
    options = models.TextField()
    many = models.BooleanField(default=False)
    closed = models.BooleanField(default=False)
    untold = models.BooleanField(default=False)
    counts = models.TextField(default="", db_default="", editable=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="one_poll")
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(untold=True), name="untold_polls"
            )
        ]

    def __str__(self) -> str:
        return f"poll {self.pk}"

    @property
    def texts(self) -> list[str]:
        """Of the options, in the order of their numbers."""
        return self.options.split("\n")


class Vote(models.Model):
    """Somebody has chosen the ``option`` of that number.

    It counts also when they are gone for good: the number that is left is nobody's.
    """

    # The constraint's own index begins with it.
    poll = models.ForeignKey(
        Poll, models.CASCADE, related_name="votes", db_index=False, db_constraint=False
    )
    option = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        User, models.DO_NOTHING, related_name="+", db_constraint=False
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "option", "person"], name="one_vote"
            )
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"

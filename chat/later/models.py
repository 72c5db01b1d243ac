"""What is to be said later."""

from __future__ import annotations

from django.db import models

from chat import wire
from chat.models import Conversation, User

# The same id of the same author is the same message.
SCHEDULED_ONCE = models.UniqueConstraint(
    fields=["author", "uuid"], name="scheduled_once"
)


class Scheduled(models.Model):
    """A message that its author wants said at a time to come, or could not have said.

    ``conversation`` is where, or else the direct one with ``person``, which is not open
    yet; ``place`` is what that was called. ``refused``: the code of why it was not
    said, and ``why`` that sentence. Who says it holds the row, as ``holder``, until
    ``held_until``. ``renderer``: whose the HTML is.

    The database does not hold what it points at: a version that does not know of this
    table deletes rooms and people beside this one.
    """

    # The constraint's own index begins with it.
    author = models.ForeignKey(
        User,
        models.CASCADE,
        related_name="scheduled",
        db_index=False,
        db_constraint=False,
    )
    uuid = models.UUIDField()
    conversation = models.ForeignKey(
        Conversation,
        models.SET_NULL,
        null=True,
        related_name="scheduled",
        db_constraint=False,
    )
    person = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    place = models.CharField(max_length=60)
    body = models.TextField()
    html = models.TextField(blank=True)
    renderer = models.PositiveSmallIntegerField(default=0)
    action = models.BooleanField(default=False)
    reply_to = models.PositiveBigIntegerField(null=True)
    epoch = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    refused = models.CharField(max_length=30, blank=True, default="")
    why = models.TextField(blank=True, default="")
    holder = models.CharField(max_length=32, blank=True, default="")
    held_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [SCHEDULED_ONCE]
        indexes = [
            models.Index(
                fields=["at"], condition=models.Q(refused=""), name="scheduled_due"
            )
        ]

    def __str__(self) -> str:
        return f"scheduled {self.pk}"

    @property
    def to(self) -> int | str:
        """As a post says where it goes."""
        if self.conversation is not None:
            return self.conversation.pk
        # Where there is neither, whoever has the name now is somebody else.
        return f"@{self.person.address}" if self.person is not None else 0

    @property
    def told(self) -> wire.Later:
        """What its author is told of it."""
        its = wire.Later(
            id=self.uuid,
            name=self.place,
            body=self.body,
            at=wire.timestamp(self.at),
            action=self.action or wire.UNSET,
            reply_to=self.reply_to or wire.UNSET,
        )
        if self.conversation is not None:
            its.conversation = self.conversation.pk
        if self.person is not None:
            its.name, its.person = f"@{self.person.address}", self.person.pk
        elif self.conversation is not None and self.conversation.pair is None:
            its.name = self.conversation.address
        if self.refused:
            its.error, its.detail = self.refused, self.why
        return its

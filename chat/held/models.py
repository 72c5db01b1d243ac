"""Words that are held back, and what waits for a moderator."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.held.patterns import Pattern
from chat.models import Conversation, User
from chat.wire.errors import ChatError

HOLD, REFUSE = "hold", "refuse"
# Of a room; and of the site.
PATTERNS_MOST, PATTERNS_OF_SITE_MOST = 50, 200
# The same id of the same author is the same message.
HELD_ONCE = models.UniqueConstraint(fields=["author", "uuid"], name="held_once")


class Ruling(models.Model):
    """What becomes of what is said with the words of a ``pattern``, in a ``room`` or,
    without one, on the whole site. ``reason``: is told to whoever is refused.

    Its words are never changed: another one takes its place. So the rows' numbers tell
    whether anything is different. The database does not hold what it points at: a
    version of the site that does not know of this table deletes beside this one.
    """

    room = models.ForeignKey(
        Conversation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rulings",
        db_constraint=False,
        limit_choices_to={"kind": Conversation.ROOM},
    )
    pattern = models.CharField(max_length=wire.PATTERN_CHARACTERS)
    act = models.CharField(
        max_length=6, choices=[(HOLD, "hold for a moderator"), (REFUSE, "refuse")]
    )
    reason = models.CharField(max_length=wire.REASON_CHARACTERS, blank=True)
    by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_constraint=False,
        editable=False,
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        default_permissions = ()
        verbose_name = "pattern"

    def __str__(self) -> str:
        return self.pattern

    def clean(self) -> None:
        """Raises:
        ValidationError: its words make no pattern, or there are too many.
        """
        try:
            Pattern.of(self.pattern)
        except ChatError as error:
            raise ValidationError({"pattern": error.detail}) from None
        most = PATTERNS_MOST if self.room_id else PATTERNS_OF_SITE_MOST
        if Ruling.objects.filter(room=self.room_id).count() >= most:
            raise ValidationError(f"There are {most} already: delete one first.")

    @property
    def told(self) -> wire.Ruling:
        """What moderators are told of it."""
        return wire.Ruling(
            pattern=self.pattern,
            act=self.act,  # type: ignore[arg-type]
            reason=self.reason,
            by=self.by.name if self.by is not None else UNSET,
        )


class Held(models.Model):
    """A post that waits for a moderator, or that one has refused.

    ``pattern``: what it is held for; empty where it has a link of somebody new.
    ``renderer``: whose the HTML is. ``at``: since when it waits, or is ``refused``. The
    database does not hold what it points at, as for ``Ruling``.
    """

    # The constraint's own index begins with it.
    author = models.ForeignKey(
        User,
        models.CASCADE,
        related_name="held",
        db_index=False,
        db_constraint=False,
    )
    uuid = models.UUIDField()
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="held", db_constraint=False
    )
    body = models.TextField()
    html = models.TextField(blank=True)
    renderer = models.PositiveSmallIntegerField(default=0)
    digest = models.BinaryField(max_length=16)
    action = models.BooleanField(default=False)
    reply_to = models.PositiveBigIntegerField(null=True)
    epoch = models.PositiveIntegerField(null=True)
    pattern = models.CharField(
        max_length=wire.PATTERN_CHARACTERS, blank=True, default=""
    )
    at = models.DateTimeField(default=timezone.now, db_index=True)
    refused = models.BooleanField(default=False)
    reason = models.CharField(max_length=wire.REASON_CHARACTERS, blank=True, default="")

    class Meta:
        default_permissions = ()
        constraints = [HELD_ONCE]
        verbose_name = "held message"

    def __str__(self) -> str:
        return f"held {self.pk}"

    @property
    def answer(self) -> wire.Held:
        """What its post is answered."""
        return wire.Held(
            id=self.uuid,
            conversation=self.conversation_id,
            number=self.pk,
            at=wire.timestamp(self.at),
        )

    @property
    def told(self) -> wire.Waiting:
        """What its author, and those who decide, are told of it."""
        return wire.Waiting(
            number=self.pk,
            id=self.uuid,
            conversation=self.conversation_id,
            name=str(self.conversation),
            sender=self.author.name,
            author=self.author_id,
            body=self.body,
            at=wire.timestamp(self.at),
            action=self.action or UNSET,
            reply_to=self.reply_to or UNSET,
            pattern=self.pattern or UNSET,
            refused=self.refused or UNSET,
            reason=self.reason or UNSET,
        )

"""Whom the messages name."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from chat.models import Conversation, User


class Mention(models.Model):
    """Somebody whom a message names; or, without a person, that it calls all.

    ``names``: how that was typed, a line each, with what it stands in behind a tab, if
    that is more; or ``here`` or ``room``. ``at``: when
    they were named, which may have been by other words than the first ones.
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
        User,
        models.CASCADE,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
    )
    names = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "seq", "person"], name="one_mention"
            )
        ]
        indexes = [
            models.Index(
                fields=["person", "conversation", "seq"], name="unread_mentions"
            ),
            models.Index(fields=["person", "at"], name="newest_mentions"),
            models.Index(
                fields=["conversation", "seq"],
                condition=models.Q(person__isnull=True),
                name="calls",
            ),
        ]

    def __str__(self) -> str:
        return f"mention of {self.person_id} in {self.conversation_id}"

"""Whom messages have called, and what was said against it."""

from __future__ import annotations

from django.db import models
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

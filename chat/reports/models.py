"""What people have reported."""

from __future__ import annotations

from typing import Literal

from django.db import models
from django.utils import timezone

from chat.models import Conversation, User

ACTED: Literal["acted"] = "acted"
DISMISSED: Literal["dismissed"] = "dismissed"


class Report(models.Model):
    """That ``by`` finds a message not as it should be, or a ``person``: then it has no
    ``seq``.

    What it is about stands here as it was then: who (``whom``) in which room
    (``place``) has ``said`` what, as JSON, with what was said before. It is open as
    long as there is no ``outcome``. The database does not hold what it points at: a
    version that does not know of this table deletes rooms and people beside this one.
    """

    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="reports", db_constraint=False
    )
    person = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    whom = models.CharField(max_length=30)
    # The index of the open ones begins with it.
    conversation = models.ForeignKey(
        Conversation,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    place = models.CharField(max_length=31, blank=True, default="")
    seq = models.PositiveBigIntegerField(null=True)
    said = models.TextField(default="[]")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(
        max_length=9,
        blank=True,
        default="",
        choices=[(ACTED, ACTED), (DISMISSED, DISMISSED)],
    )
    word = models.CharField(max_length=200, blank=True, default="")
    ended = models.DateTimeField(null=True, db_index=True)
    handler = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["conversation"],
                condition=models.Q(outcome=""),
                name="open_reports",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "conversation", "seq"],
                condition=models.Q(outcome="", seq__isnull=False),
                name="one_report_of_a_message",
            ),
            models.UniqueConstraint(
                fields=["by", "person"],
                condition=models.Q(outcome="", seq__isnull=True),
                name="one_report_of_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.reason}"

    @property
    def about(self) -> str:
        """Whom it is about, and where."""
        return f"{self.whom} in {self.place}" if self.place else self.whom

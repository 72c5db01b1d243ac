"""Who was put out of a room, and for how long: they do not simply come in again."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from chat.models.people.ban import FOR_GOOD
from chat.models.people.user import User
from chat.models.rooms.conversation import Conversation
from chat.models.tables.some import delete_some


class PutOut(models.Model):
    """``person`` was called ``whom`` then; ``banned``: no invitation brings them back;
    else one by a moderator does.

    ``network`` and ``browser``: of a guest, by which they came: another name does not
    help them. The database does not hold what it points at: a version that does not
    know of this table deletes rooms and people beside this one.
    """

    # The constraint's own index begins with it.
    conversation = models.ForeignKey(
        Conversation,
        models.CASCADE,
        related_name="put_out",
        db_index=False,
        db_constraint=False,
    )
    person = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    whom = models.CharField(max_length=30)
    banned = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True, default="")
    until = models.DateTimeField(default=FOR_GOOD, db_index=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    network = models.CharField(max_length=64, blank=True, default="")
    browser = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        verbose_name = "room ban"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "person"], name="one_put_out"
            )
        ]

    def __str__(self) -> str:
        return f"{self.whom} out of {self.conversation_id}"


def sweep() -> bool:
    """Forget some of what has ended; whether there may be more."""
    over = PutOut.objects.filter(until__lte=timezone.now())
    return delete_some(over.order_by("until"))

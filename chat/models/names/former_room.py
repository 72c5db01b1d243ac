"""The names that rooms had before: each leads there until another room has it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

# Of one room: whoever renames it again and again takes no other names away for good.
KEPT = 10


class FormerRoom(models.Model):
    """``until``: when the name was given up."""

    # A version that does not know of this table deletes rooms.
    conversation = models.ForeignKey(
        "chat.Conversation",
        models.CASCADE,
        related_name="former_names",
        db_constraint=False,
    )
    key = models.CharField(max_length=120)
    name = models.CharField(max_length=30)
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["key", "until"], name="former_room")]

    def __str__(self) -> str:
        return self.name


def keep_some(room: int) -> None:
    """Forget all but the last ``KEPT`` of a room."""
    names = FormerRoom.objects.filter(conversation=room).order_by("-until", "-pk")
    old = list(names.values_list("pk", flat=True)[KEPT:])
    FormerRoom.objects.filter(pk__in=old).delete()

"""What is pinned in a conversation: at hand for everybody there."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from chat.models.people.user import User
from chat.models.rooms.conversation import Conversation


class Pin(models.Model):
    """A message that ``by`` has pinned.

    The database does not hold what it points at: a version that does not know of this
    table deletes rooms and people beside this one.
    """

    message = models.OneToOneField(
        "chat.Message", models.CASCADE, related_name="pin", db_constraint=False
    )
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="pins", db_constraint=False
    )
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"pin {self.pk}"


def is_pinned() -> Exists:
    """Of a row of messages, whether it is."""
    return Exists(Pin.objects.filter(message=OuterRef("pk")))

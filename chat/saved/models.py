"""Whose list a message is in."""

from django.db import models
from django.utils import timezone

from chat.models import Message, User


class Bookmark(models.Model):
    """A message that somebody has saved.

    The database does not hold what it points at: a version that does not know of this
    table deletes rooms and people beside this one.
    """

    # The constraint's own index begins with it.
    user = models.ForeignKey(
        User,
        models.CASCADE,
        related_name="bookmarks",
        db_index=False,
        db_constraint=False,
    )
    message = models.ForeignKey(
        Message, models.CASCADE, related_name="bookmarks", db_constraint=False
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "message"], name="saved_once")
        ]

    def __str__(self) -> str:
        return f"bookmark {self.pk}"

"""What was found where the first link of a message leads."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from chat.models import Conversation


class Preview(models.Model):
    """What ``url`` has, which the message ``seq`` leads to, as its own page says it.

    Without a ``title`` nothing is shown: nothing was found, or somebody has taken it
    away; it is not looked at once more. ``picture``: drawn by the site, of ``width`` by
    ``height``. The database does not hold what it points at: a version that does not
    know of this table deletes rooms beside this one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # The constraint's own index begins with it.
    conversation = models.ForeignKey(
        Conversation,
        models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    seq = models.PositiveBigIntegerField()
    url = models.TextField()
    title = models.TextField(blank=True, default="")
    site = models.TextField(blank=True, default="")
    description = models.TextField(blank=True, default="")
    picture = models.BinaryField(default=b"")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="one_preview")
        ]

    def __str__(self) -> str:
        return f"preview {self.pk}"

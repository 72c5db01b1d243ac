"""The names that people had before: each leads to them until somebody else has it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class FormerName(models.Model):
    """``until``: when it was given up."""

    # The version before deletes people without knowing of this table.
    user = models.ForeignKey(
        "chat.User", models.CASCADE, related_name="former_names", db_constraint=False
    )
    key = models.CharField(max_length=120)
    name = models.CharField(max_length=30)
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["key", "until"], name="former_name")]

    def __str__(self) -> str:
        return self.name

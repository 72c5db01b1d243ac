"""The names that people had before: each leads to them until somebody else has it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models
from django.utils import timezone

from chat.models.names.skeletons import ALIKE, Skeleton
from chat.text.lookalikes import skeleton
from chat.text.names import key_of
from chat.wire.errors import NameRegistered, NameTaken


class FormerName(models.Model):
    """``until``: when it was given up; ``held_until``: nobody else has it as long."""

    # The version before deletes people without knowing of this table.
    user = models.ForeignKey(
        "chat.User", models.CASCADE, related_name="former_names", db_constraint=False
    )
    key = models.CharField(max_length=120)
    name = models.CharField(max_length=30)
    until = models.DateTimeField(default=timezone.now)
    skeleton = Skeleton()
    held_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["key", "until"], name="former_name"),
            models.Index(fields=["skeleton"], name="former_look"),
        ]

    def __str__(self) -> str:
        return self.name


# Who else holds names for somebody: each makes sure that it does not hold this one, but
# for whose number that is. They raise NameTaken. A capability adds to it.
HOLDERS: list[Callable[[str, int | None], None]] = []


def require_unheld(name: str, *, besides: int | None = None) -> None:
    """Make sure that no former name is held for somebody which is it, or looks like it.

    ``besides`` is the number of somebody who may have their own back.

    Raises:
        NameRegistered: one is: it leads to whoever had it, and asks for their password.
        NameTaken: one that looks like it is.
    """
    key = key_of(name)
    alike = models.Q(key=key) | models.Q(skeleton=skeleton(name))
    held = FormerName.objects.filter(alike, held_until__gt=timezone.now())
    found = set(held.exclude(user=besides).values_list("key", flat=True))
    if key in found:
        raise NameRegistered
    if found:
        raise NameTaken(ALIKE)
    for require in HOLDERS:
        require(name, besides)

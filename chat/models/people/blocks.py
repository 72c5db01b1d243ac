"""Who does not want to hear whom: theirs to know, and nobody else's.

A block is of the account, whatever it is called.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from chat import wire
from chat.models.people.user import User


class BlockManager(models.Manager["Block"]):
    def is_on(self, blocker: User, blocked: User) -> bool:
        """Whether one of them does not want to hear the other."""
        return self.filter(blocker=blocker, blocked=blocked).exists()

    def shuts(self, user: User, pair: str) -> bool:
        """Whether a person's direct conversation is with somebody they have blocked."""
        return self.filter(blocker=user, pair=pair).exists()

    def told(self, user: User, other: User, direct: int) -> wire.Blocked | None:
        """What a person hears of a new direct conversation with somebody blocked.

        Their sessions learn its number by it, to keep it from them; None: they have
        blocked nobody here.
        """
        if not self.is_on(user, other):
            return None
        number, name = other.pk, other.address
        return wire.Blocked(name=name, author=number, on=True, conversation=direct)


class Block(models.Model):
    """``pair`` names the direct conversation of the two, as there."""

    # Without constraints: the version before, which may run beside and knows nothing of
    # this table, deletes people. A row of somebody who is gone means nothing.
    blocker = models.ForeignKey(
        User, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    blocked = models.ForeignKey(
        User, models.CASCADE, related_name="+", db_constraint=False
    )
    pair = models.CharField(max_length=41, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BlockManager()

    class Meta:
        # Nobody is ever allowed to look at them in the panel.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="one_block")
        ]
        indexes = [models.Index(fields=["blocker", "pair"], name="block_of_direct")]

    def __str__(self) -> str:
        return f"block {self.pk}"

"""Who a group is: a conversation of several people that has no name.

Its people are what it is known by: with others it is another one. So whoever comes
later reads nothing of what was said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction

from chat.models.people.user import User
from chat.text.fold import place_of

# A talk of two is a direct one.
PEOPLE_LEAST = 3
# What begins the ``company`` of a group that all have left: behind all numbers.
DESERTED = "deserted"
# So many messages go in one transaction, for which all wait who write meanwhile.
AT_ONCE = 200


class Company(models.Model):
    """``company``: the numbers of a group's people, of which there is one of each;
    NULL of what is no group, and of one that some have left, if too few are left, or
    these have another; a word and its number, if all have.
    """

    company = models.CharField(
        max_length=210, unique=True, null=True, default=None, editable=False
    )
    # The database does not hold it: the version before deletes people beside this one.
    begun_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        default=None,
        related_name="+",
        db_constraint=False,
        editable=False,
    )

    # Theirs, as ``Conversation`` and what points at it say.
    kind: models.CharField[str, str]
    name: models.CharField[str | None, str | None]
    memberships: Any

    class Meta:
        abstract = True

    @property
    def is_group(self) -> bool:
        return self.kind == "group"

    @property
    def address(self) -> str:
        """What a room, or a group, is written to by."""
        return f"&{self.pk}" if self.is_group else f"#{self.name}"

    def let_go(self) -> None:
        """Nobody is in it any more: it goes. Where much was said, nobody finds it from
        now on, and ``retention`` clears it in steps, as a group that all have left.
        """
        room: Any = self
        if not room.messages.order_by("seq")[AT_ONCE:].exists():
            room.delete()
            return
        for its in (self.memberships, room.offers, room.former_names):
            its.all().delete()
        room.kind, room.private = "group", True
        room.company = f"{DESERTED}:{self.pk}"
        room.name = room.key = room.folded = room.skeleton = None
        room.save()

    def go_on_without(self) -> None:
        """Somebody has left this group: it is that of the others, if they have none;
        and with the last of them it goes, as ``retention`` clears it: what was said
        there may be much.
        """
        people = list(self.memberships.values_list("user_id", flat=True))
        if people:
            self.company = company_of(people) if len(people) >= PEOPLE_LEAST else None
        else:
            self.company = f"{DESERTED}:{self.pk}"
        try:
            with transaction.atomic():
                self.save(update_fields=["company"])
        except IntegrityError:
            self.company = None
            self.save(update_fields=["company"])


def company_of(people: Iterable[int]) -> str:
    """What names the group of these people: their numbers, ``3:17:21``."""
    return ":".join(map(str, sorted(people)))


def named(number: int, others: Sequence[User], *, is_group: bool) -> dict[str, Any]:
    """What a direct conversation, or a group, is called to somebody who is in it with
    these others: fields of ``wire.Conversation``.
    """
    if is_group:
        name = f"&{number}"
        people = [other.addressed for other in others]
        people.sort(key=lambda person: place_of(person.name))
        return {"name": name, "key": name, "people": people}
    [other] = others
    return {"name": f"@{other.address}", "key": f"@{other.key}", "person": other.pk}

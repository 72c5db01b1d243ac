"""Who hears what: the groups of a room, and of two people."""

from __future__ import annotations

from chat.delivery.groups import person_group, room_group
from chat.models.user import User
from chat.wire.errors import NotAllowed


def pair_of(user: User, other: User) -> str:
    """What names the direct conversation of these two.

    Raises:
        NotAllowed: they are one and the same.
    """
    if user.pk == other.pk:
        raise NotAllowed("That is you: write to somebody else.")
    low, high = sorted((user.pk, other.pk))
    return f"{low}:{high}"


def people_of(pair: str) -> tuple[int, int]:
    """The numbers of the two people of a direct conversation."""
    low, high = pair.split(":")
    return int(low), int(high)


def groups_of(number: int, pair: str | None) -> tuple[str, ...]:
    """Who hears what happens in a room, or between two people."""
    if pair is None:
        return (room_group(number),)
    return tuple(person_group(person) for person in people_of(pair))

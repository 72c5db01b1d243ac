"""Whom there is, and what one may know of somebody."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event
from chat.wire.objects import Person, Time

__all__ = ["People", "Profile"]


class People(Event, tag="people"):
    """Those whose names begin as you have asked, in the order of all lists.

    people: accounts, and guests who are here.
    more: there are others.
    """

    people: list[Person]
    more: bool = False


class Profile(Event, tag="profile"):
    """Somebody, as anybody may know them.

    person: who, by the name that leads to them.
    here: whether they are here now, at any door.
    since: when they came for the first time.
    rooms: the names of the rooms that you are both in: 50 at most, in the order of
        their names. Of a private room nobody hears who is not in it.
    seen: when they were last here; absent while they are.
    """

    person: Person
    here: bool
    since: Time
    rooms: list[str]
    seen: Time | UnsetType = UNSET


ProfileEvent = People | Profile

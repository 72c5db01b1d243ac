"""Whom there is, and what one may know of somebody."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event
from chat.wire.moderation import MutedOne
from chat.wire.objects import Person, Status, Time

__all__ = ["People", "Profile", "StatusSet", "Statuses", "ZoneSet"]


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
    status: how they say they are, if they do, and you have not blocked them.
    ahead: how many minutes their clock is ahead of UTC's, if they show it.
    messages: how many of what they have said you can read, 1,000 at most.
    more: true: there may be others, as theirs were not all counted; else absent.
    doors: by which doors they are here: ``browser``, ``plain`` or ``json``; of a
        program that says what it is, that too: ``json/desktop``. Absent while they are
        not here.
    muted: how they are muted on the whole site, if they are, for whoever moderates it;
        else absent.
    """

    person: Person
    here: bool
    since: Time
    rooms: list[str]
    seen: Time | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    ahead: int | UnsetType = UNSET
    messages: int | UnsetType = UNSET
    more: bool | UnsetType = UNSET
    doors: list[str] | UnsetType = UNSET
    muted: MutedOne | UnsetType = UNSET


class StatusSet(Event, tag="status"):
    """Somebody says how they are, or nothing any more.

    sender: what they are called.
    status: whose, and what they say.
    """

    sender: str
    status: Status


class Statuses(Event, tag="statuses"):
    """How people are who say so.

    statuses: of those who were here last first, 1,000 at most.
    """

    statuses: list[Status]


class ZoneSet(Event, tag="zone"):
    """You have told where your clock is, on this connection or another.

    zone: by the tz database; empty if the site does not know it.
    on: whether others are told what time it is there.
    """

    zone: str
    on: bool


ProfileEvent = People | Profile | StatusSet | Statuses | ZoneSet

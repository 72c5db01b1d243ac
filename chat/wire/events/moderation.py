"""What was done about somebody, beyond one message and one room."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event
from chat.wire.moderation import Act, MutedOne, Power, ShutOutOne
from chat.wire.objects import Time

__all__ = ["Acts", "Applicants", "Moderation", "Purged", "WasMuted", "WasShutOut"]


class Applicants(Event, tag="applicants"):
    """Somebody has signed up and waits to be accepted, or does so no more.

    You hear it if you moderate the whole site; in the panel you accept and refuse them.

    open: how many wait.
    new: somebody has come to wait; else somebody was accepted, or refused.
    """

    open: int
    new: bool


class Purged(Event, tag="purged"):
    """You have had deleted what somebody said of late, or have it brought back.

    purge: its number.
    whom: the name of whoever has said it.
    person: their number.
    count: so many messages were deleted, or are back.
    until: until then ``unpurge`` brings them back.
    conversation: the room; absent of all rooms.
    more: true: there were others, too many for once. Else it is not there.
    undone: true: they are back. Else it is not there.
    """

    purge: int
    whom: str
    person: int
    count: int
    until: Time
    conversation: int | UnsetType = UNSET
    more: bool | UnsetType = UNSET
    undone: bool | UnsetType = UNSET


class WasMuted(Event, tag="muted"):
    """Somebody, maybe you, is muted, or is not any more.

    name: theirs.
    person: their number.
    on: true: they say nothing; false: they may again.
    reason: why, if that was said.
    until: when it ends, if it does.
    """

    name: str
    person: int
    on: bool
    reason: str | UnsetType = UNSET
    until: Time | UnsetType = UNSET


class WasShutOut(Event, tag="shutout"):
    """Somebody is shut out of the site, or is not any more.

    name: theirs.
    person: their number.
    on: true: they do not come in; false: they may again.
    networks: the addresses and networks that nobody comes in by; may be empty.
    until: when it ends, if it does.
    """

    name: str
    person: int
    on: bool
    networks: list[str] = []
    until: Time | UnsetType = UNSET


class Moderation(Event, tag="moderation"):
    """Who is muted and who is shut out, those of late first.

    may: what you may do on the whole site: ``purge``, ``mute``, ``shutout``, that by
        ``address``, ``lift`` what is of nobody in particular, take an ``avatar`` away,
        and read the ``acts``.
    muted: 200 at most.
    shutout: likewise.
    """

    may: list[Power]
    muted: list[MutedOne]
    shutout: list[ShutOutOne]


class Acts(Event, tag="acts"):
    """A page of what moderators have done.

    acts: the last first.
    more: there are others: ask for those before the last ``act``.
    """

    acts: list[Act]
    more: bool


ModerationEvent = Applicants | Purged | WasMuted | WasShutOut | Moderation | Acts

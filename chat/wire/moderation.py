"""What is told of those about whom something was done: objects."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from chat.wire.objects import Time

__all__ = ["Act", "MutedOne", "Power", "Reach", "ShutOutOne"]

Reach = Literal["person", "address", "network"]
Power = Literal["purge", "mute", "shutout", "address", "lift", "avatar", "acts"]


class MutedOne(Struct, kw_only=True):
    """Somebody who is muted.

    name: theirs.
    person: their number.
    reason: why, if that was said.
    at: since when, if that is known.
    until: when it ends; absent if it does not.
    by: the name of who has done it, if that is known.
    """

    name: str
    person: int
    reason: str = ""
    at: Time | UnsetType = UNSET
    until: Time | UnsetType = UNSET
    by: str | UnsetType = UNSET


class ShutOutOne(Struct, kw_only=True):
    """Somebody who is shut out, or a network that is.

    name: what they were called; empty of what an administrator has shut out by hand.
    person: their number; 0 if there is no such person any more, or never was.
    at: since when.
    reason: why, if that was said.
    networks: the addresses and networks that nobody comes in by.
    until: when it ends; absent if it does not.
    by: the name of who has done it, if there is such a person any more.
    ban: what lets them in again, of nobody in particular: see ``shutout``; else absent.
    """

    name: str
    person: int
    at: Time
    reason: str = ""
    networks: list[str] = []
    until: Time | UnsetType = UNSET
    by: str | UnsetType = UNSET
    ban: int | UnsetType = UNSET


class Act(Struct, kw_only=True):
    """Something that moderators have done, as the audit log has it.

    act: its number.
    at: when.
    event: what, in English, as in the log; of a ``room: role``, with the role.
    who: the name of who has done it; may be empty.
    whom: to whom; may be empty.
    room: where; may be empty.
    reason: why, if that was said.
    until: when it ends, if it does.
    words: what else is known, as in the log.
    """

    act: int
    at: Time
    event: str
    who: str = ""
    whom: str = ""
    room: str = ""
    reason: str | UnsetType = UNSET
    until: Time | UnsetType = UNSET
    words: str = ""

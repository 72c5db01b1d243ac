"""What a client that says ``pages`` is told at first, and where it goes on from there.

It gets a short ``welcome``; behind it come the heads of all its logs, so that it can
compare them as any other does (promise 4 of the wire).
"""

from __future__ import annotations

import bisect

from chat import wire
from chat.text.fold import place_of

CONVERSATIONS_FIRST = 50
PEOPLE_FIRST = 100


def shorten(welcome: wire.Welcome) -> None:
    """Leave the first page of each list: of the conversations, the unread ones."""
    mine, online = welcome.conversations, welcome.online
    mine.sort(key=lambda each: not each.unread)  # else in the order that it was
    welcome.more = len(mine) > CONVERSATIONS_FIRST
    welcome.conversations = mine[:CONVERSATIONS_FIRST]
    welcome.others = len(online) > PEOPLE_FIRST
    welcome.online = online[:PEOPLE_FIRST]
    welcome.numbers = welcome.numbers[:PEOPLE_FIRST]
    welcome.keys = _keys_among(welcome.keys, welcome.online)


def page_of(online: wire.Online, after: str, limit: int) -> wire.Online:
    """The names behind ``after``, in the order in which they are sorted."""
    start = 0
    if after:
        start = bisect.bisect_right(online.users, place_of(after), key=place_of)
    end = start + limit
    names = online.users[start:end]
    return wire.Online(
        version=online.version,
        users=names,
        numbers=online.numbers[start:end],
        keys=_keys_among(online.keys, names),
        more=len(online.users) > end,
    )


def _keys_among(keys: dict[str, str], names: list[str]) -> dict[str, str]:
    return {name: keys[name] for name in names if name in keys}

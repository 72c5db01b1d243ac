"""Events on their way to the people of this process."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any

from chat import wire
from chat.broker.layer import Turn


class Live:
    """One announced event: decoded once, and encoded once per dialect, in a process.

    ``place`` is the conversation and the number of an event of a log.
    """

    def __init__(
        self, raw: bytes, origin: str = "", place: tuple[int, int] | None = None
    ) -> None:
        self.raw = raw
        self.origin = origin
        self.place = place

    @classmethod
    def of(cls, message: dict[str, Any]) -> Live:
        """The event that a layer's message carries; the same for every reader."""
        live = message.get("live")
        if live is None:
            place = message.get("place")
            place = place and tuple(place)
            live = message["live"] = cls(message["event"], message["origin"], place)
        return live

    @cached_property
    def event(self) -> wire.AnyEvent:
        return wire.decode_event(self.raw)


# So that nobody is made to hold much more than an outbox may.
STRETCH_BYTES = 128 * 1024


class Stretch:
    """A turn that is nothing but the next piece of one conversation's log.

    ``first`` and ``last`` are its numbers. What each dialect makes of it is made once.
    """

    def __init__(self, lives: list[Live]) -> None:
        self.lives = lives
        self.origins = {live.origin for live in lives}
        self.conversation, self.first = lives[0].place or (0, 0)
        self.last = self.first + len(lives) - 1
        self._encoded: dict[Hashable, bytes] = {}

    @classmethod
    def of(cls, turn: Turn) -> Stretch | None:
        """The turn as a stretch, if it is one; the same for every reader."""
        if turn.known is None:
            lives = [Live.of(m) for m in turn if m["type"] == "chat.event"]
            turn.known = (cls(lives) if _is_stretch(lives, len(turn)) else None,)
        stretch: Stretch | None = turn.known[0]
        return stretch

    def encoded(self, encode: Callable[[Live], bytes], key: Hashable) -> bytes:
        """All of it as bytes; ``key`` tells apart what is encoded differently."""
        data = self._encoded.get(key)
        if data is None:
            data = self._encoded[key] = b"".join(map(encode, self.lives))
        return data


def _is_stretch(lives: list[Live], count: int) -> bool:
    if not lives or len(lives) < count or lives[0].place is None:
        return False
    if sum(len(live.raw) for live in lives) > STRETCH_BYTES:
        return False
    conversation, first = lives[0].place
    places = [live.place for live in lives]
    return places == [(conversation, first + n) for n in range(count)]

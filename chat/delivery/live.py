"""What a group was told in one turn of the loop, read once for all who hear it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any

from msgspec import MsgspecError

from chat import wire
from chat.broker.layer import Message, Turn
from chat.wire.codec import Encoding

# So that nobody is made to hold much more than an outbox may.
RUN_BYTES = 128 * 1024


class LiveEvent:
    """One announced event; what it says is read only if somebody asks.

    ``origin`` is the connection whose doing it is, if that is not to hear of it;
    ``place`` the conversation and the number of an event of a log, if it is told as
    it is; ``happened``: see ``announce.event_message``.
    """

    def __init__(
        self,
        raw: bytes,
        origin: str = "",
        place: tuple[int, int] | None = None,
        happened: int = 0,
    ) -> None:
        self.raw = raw
        self.origin = origin
        self.place = place
        self.happened = happened

    @property
    def seq(self) -> int:
        """Its number in a log; 0 of what is in none."""
        if self.place is not None:
            return self.place[1]
        event = self.event if self.is_known else None
        return event.seq if isinstance(event, wire.LogEvent) else 0

    @cached_property
    def event(self) -> wire.AnyEvent:
        return wire.decode_event(self.raw)

    @cached_property
    def is_known(self) -> bool:
        """Whether there is such an event here: a newer version may run beside."""
        try:
            return self.event is not None
        except MsgspecError:
            return False


class LogRun:
    """Events that follow one another in one log: ``first`` to ``last``.

    What each encoding makes of it is made once.
    """

    def __init__(self, events: Sequence[LiveEvent], place: tuple[int, int]) -> None:
        self.events = events
        self.origins = {event.origin for event in events}
        self.conversation, self.first = place
        self.last = self.first + len(events) - 1
        self._encoded: dict[Hashable, bytes] = {}

    def encoded(self, encoding: Encoding, cohort: Hashable) -> bytes:
        """All of it as bytes, the same for all of a cohort."""
        data = None if cohort is None else self._encoded.get(cohort)
        if data is None:
            data = b"".join(map(encoding.encode_live, self.events))
            if cohort is not None:
                self._encoded[cohort] = data
        return data


class LiveTurn:
    """A turn of the channel layer: events, and messages of another kind.

    ``run`` is all of it, if it is nothing but the next piece of one log.
    """

    def __init__(self, turn: Turn) -> None:
        self.messages: list[LiveEvent | Message] = []
        places: list[Any] = []
        size = 0
        for message in turn.messages:
            if message["type"] != "chat.event":
                self.messages.append(message)
                places.append(None)
                continue
            raw, place = message["event"], message.get("place")
            place = place and tuple(place)
            happened = message.get("happened", 0)
            self.messages.append(LiveEvent(raw, message["origin"], place, happened))
            places.append(place)
            size += len(raw)
        self.run = self._run(places) if size <= RUN_BYTES else None

    def _run(self, places: list[Any]) -> LogRun | None:
        if not places or places[0] is None:
            return None
        conversation, first = places[0]
        if places != [(conversation, first + n) for n in range(len(places))]:
            return None
        events = [each for each in self.messages if isinstance(each, LiveEvent)]
        return LogRun(events, places[0])

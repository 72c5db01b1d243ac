"""The JSON door's framing: one event a line, in UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterator

from chat.desktop.core.history.messages import Event

LINE_BYTES = 2**26


class EventReader:
    """Makes events of bytes, in whatever pieces these come."""

    def __init__(self) -> None:
        self._unfinished = bytearray()

    def feed(self, data: bytes) -> Iterator[Event]:
        """The events that these bytes complete, one by one.

        Raises:
            ValueError, RecursionError: that is no event, or no end of it is in sight.
        """
        for line in self._lines(data):
            event = json.loads(line)
            if not isinstance(event, dict) or "type" not in event:
                raise ValueError("That is no event.")
            yield event

    def _lines(self, data: bytes) -> list[bytes]:
        ended, newline, rest = data.rpartition(b"\n")
        if not newline:
            self._unfinished += rest
            if len(self._unfinished) > LINE_BYTES:
                raise ValueError("That is too long for a line.")
            return []
        lines = bytes(self._unfinished + ended).split(b"\n")
        self._unfinished = bytearray(rest)
        return lines


def encode(command: Event) -> bytes:
    """A command as a line."""
    return json.dumps(command).encode() + b"\n"

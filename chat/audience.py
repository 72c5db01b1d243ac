"""Who hears a room in this process, told as one.

With hundreds in a room, each step that one of them takes is what a message costs. Most
of them have nothing of their own to look after and are sent the same bytes: those are
*in step*, and telling them is one loop over their lines.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterable
from typing import Protocol

from chat.layer import Turn
from chat.live import Stretch

logger = logging.getLogger("chat.audience")

Write = Callable[[bytes], None]


class Listener(Protocol):
    """Somebody in an audience."""

    @property
    def write(self) -> Write:
        """Sends bytes at once; a RuntimeError if there is nobody any more."""

    def hear(self, turn: Turn) -> None:
        """Take a turn by itself."""

    def encode_stretch(self, stretch: Stretch) -> bytes:
        """What all are sent who are in step with this one."""


class Audience:
    """The listeners of one room; its ``hear`` is the sink of all of them."""

    def __init__(self) -> None:
        self._apart: set[Listener] = set()
        self._in_step: dict[Hashable, dict[Listener, Write]] = {}

    def __bool__(self) -> bool:
        return bool(self._apart or any(self._in_step.values()))

    def seat(self, listener: Listener, kind: Hashable) -> None:
        """Let somebody hear from now on: in step with their ``kind``, or alone."""
        self.leave(listener)
        if kind is None:
            self._apart.add(listener)
        else:
            self._in_step.setdefault(kind, {})[listener] = listener.write

    def leave(self, listener: Listener) -> None:
        self._apart.discard(listener)
        for writes in self._in_step.values():
            writes.pop(listener, None)

    def hear(self, turn: Turn) -> None:
        """The sink."""
        stretch = Stretch.of(turn)
        apart = list(self._apart)
        for writes in self._in_step.values():
            # Whose doing it is does not hear of it.
            if stretch is None or any(stretch.origins):
                apart += writes
            elif writes:
                first = next(iter(writes))
                _write_all(tuple(writes.values()), first.encode_stretch(stretch))
        for listener in apart:
            try:
                listener.hear(turn)
            except Exception:
                # One session's failure must not silence everybody else's.
                logger.exception("A session could not hear what happened.")


def _write_all(writes: Iterable[Write], data: bytes) -> None:
    left = iter(writes)
    while True:
        try:
            for write in left:
                write(data)
        except RuntimeError as error:
            # That one is gone, and its consumer hears so by itself; on to the next.
            logger.debug("Not written: %s", error)
        else:
            return

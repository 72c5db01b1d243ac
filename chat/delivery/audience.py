"""Who hears a room in this process, told as one.

With hundreds in a room, each step that one of them takes is what a message costs. Most
of them have nothing of their own to look after and are sent the same bytes: those are
*in step*, and telling them is one loop over their lines.
"""

from __future__ import annotations

import logging
from collections.abc import Hashable
from typing import Protocol

from chat.broker.layer import Turn
from chat.delivery.live import Stretch
from chat.net.multicast import Multicast
from chat.net.writer import Line, flush_all

logger = logging.getLogger("chat.audience")


class Listener(Protocol):
    """Somebody in an audience; their line is not paused while they are in step."""

    @property
    def line(self) -> Line: ...

    def hear(self, turn: Turn) -> None:
        """Take a turn by itself."""

    def encode_stretch(self, stretch: Stretch) -> bytes:
        """What all are sent who are in step with this one."""

    def was_told(self, conversation: int, seq: int) -> None:
        """It is in step no more, and was told everything up to there."""


class _Rank:
    """Those who are in step; ``told``: up to where, if it is counted for them."""

    def __init__(self, told: int | None) -> None:
        self.told = told
        self.listeners: set[Listener] = set()
        self._lines = Multicast()

    def add(self, listener: Listener) -> None:
        self.listeners.add(listener)
        self._lines.add(listener.line)

    def remove(self, listener: Listener) -> None:
        self.listeners.remove(listener)
        self._lines.discard(listener.line)

    def takes(self, stretch: Stretch | None) -> bool:
        # Whose doing it is does not hear of it.
        if stretch is None or any(stretch.origins):
            return False
        return self.told is None or self.told + 1 == stretch.first

    def tell(self, stretch: Stretch, *, at_once: bool) -> None:
        first = next(iter(self.listeners))
        data = first.encode_stretch(stretch)
        # Before: whoever cannot take more is out of step at once.
        if self.told is not None:
            self.told = stretch.last
        if not data:
            return
        if at_once:
            self._lines.send(data)
            return
        for listener in tuple(self.listeners):
            listener.line.write(data)


class Audience:
    """The listeners of one room; its ``hear`` is the sink of all of them."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._apart: set[Listener] = set()
        self._ranks: dict[Hashable, _Rank] = {}

    def __bool__(self) -> bool:
        return bool(self._apart or any(rank.listeners for rank in self._ranks.values()))

    def seat(self, listener: Listener, kind: Hashable, told: int | None = None) -> None:
        """Let somebody hear from now on: in step with their ``kind``, or alone.

        ``told``: the number of the last event that they were told, to have it counted;
        they are in step only with those who were told as much.
        """
        rank = self._ranks.get(kind)
        if rank is not None and listener in rank.listeners:
            return
        self.leave(listener)
        if kind is not None and (rank is None or not rank.listeners):
            rank = self._ranks[kind] = _Rank(told)
        if rank is not None and rank.told == told:
            rank.add(listener)
        else:
            self._apart.add(listener)

    def leave(self, listener: Listener) -> None:
        self._apart.discard(listener)
        for rank in self._ranks.values():
            if listener not in rank.listeners:
                continue
            rank.remove(listener)
            if rank.told is not None:
                listener.was_told(self.room, rank.told)

    def hear(self, turn: Turn) -> None:
        """The sink."""
        if turn.is_alone:
            # Before anybody is told: it may put somebody out of step.
            flush_all()
        stretch = Stretch.of(turn)
        alone = list(self._apart)
        for rank in self._ranks.values():
            if not rank.listeners:
                continue
            if rank.takes(stretch):
                rank.tell(stretch, at_once=turn.is_alone)
                continue
            alone += rank.listeners
            if rank.told is not None:
                for listener in tuple(rank.listeners):
                    self.seat(listener, None)
        for listener in alone:
            try:
                listener.hear(turn)
            except Exception:
                # One session's failure must not silence everybody else's.
                logger.exception("A session could not hear what happened.")

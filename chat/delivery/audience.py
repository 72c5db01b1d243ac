"""Who hears a group in this process, told as one.

With hundreds in a room, each step that one of them takes is what a message costs. Most
of them have nothing of their own to look after and are sent the same bytes: those are a
*cohort*, and telling them is one loop over their writers.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from functools import partial
from typing import Protocol

from chat.broker.layer import Turn
from chat.delivery.live import LiveEvent, LiveTurn, LogRun
from chat.figures import FIGURES
from chat.net.multicast import Multicast
from chat.net.writer import Writer, flush_all, unsent
from chat.wire.codec import Encoding

logger = logging.getLogger(__name__)

# So many times as many as have something unsent are a crowd.
CROWD = 8
# Turns that wait for a look into the database: those before are found in the log.
WAITING_MOST = 1000
# Has those leave who are not in a room any more; then it says whether it could see.
See = Callable[[int, Callable[[bool], None]], None]


class Listener(Protocol):
    """Somebody in an audience; their writer is not paused while in a cohort."""

    @property
    def writer(self) -> Writer: ...

    @property
    def encoding(self) -> Encoding: ...

    def hear(self, turn: LiveTurn) -> None:
        """Take a turn by itself."""

    def was_told(self, conversation: int, seq: int) -> None:
        """It is in no cohort any more, and was told everything up to there."""


class _Cohort:
    """Those who are sent the same; ``told``: up to where, if it is counted for them."""

    def __init__(self, key: Hashable, told: int | None) -> None:
        self.key = key
        self.told = told
        self.listeners: set[Listener] = set()
        # Their writers: by their sockets, and those that have none.
        self._sockets = Multicast()
        self._others: set[Writer] = set()

    def add(self, listener: Listener) -> None:
        self.listeners.add(listener)
        if listener.writer.fileno() < 0:
            self._others.add(listener.writer)
        else:
            self._sockets.add(listener.writer)

    def remove(self, listener: Listener) -> None:
        self.listeners.remove(listener)
        self._others.discard(listener.writer)
        self._sockets.discard(listener.writer)

    def takes(self, run: LogRun) -> bool:
        # Whose doing it is does not hear of it.
        if any(run.origins):
            return False
        return self.told is None or self.told + 1 == run.first

    def tell(self, run: LogRun, *, at_once: bool) -> None:
        data = run.encoded(next(iter(self.listeners)).encoding, self.key)
        # Before: whoever cannot take more leaves at once.
        if self.told is not None:
            self.told = run.last
        if not data:
            return
        FIGURES.deliveries += len(self.listeners) * len(run.events)
        if not at_once:
            for listener in tuple(self.listeners):
                listener.writer.write(data)
            return
        for writer in tuple(self._others):
            writer.write(data)
        if self._sockets.writers:
            self._sockets.send(data)


class Audience:
    """The listeners of one group; its ``hear`` is the sink of all of them.

    ``conversation`` is the number of the room whose group it is, if it is a room's.

    Live events are hints: that somebody was put out may have been lost, or may come
    later than what was said then. Each event says what last happened there before it;
    where that was not heard, it waits until ``see_members`` has had those leave who are
    in the room no more.
    """

    def __init__(
        self, group: str, conversation: int = 0, see_members: See | None = None
    ) -> None:
        self.group = group
        self.conversation = conversation
        self._see_members = see_members
        self._apart: set[Listener] = set()
        self._cohorts: dict[Hashable, _Cohort] = {}
        # Up to which number all that has happened there is known here.
        self._known = 0
        # What waits for that look.
        self._waiting: deque[Turn] | None = None

    def __bool__(self) -> bool:
        in_cohorts = (cohort.listeners for cohort in self._cohorts.values())
        return bool(self._apart) or any(in_cohorts)

    def join(self, listener: Listener, key: Hashable, told: int | None = None) -> None:
        """Let somebody hear from now on: in the cohort of that key, or apart (None).

        ``told``: the number of the last event that they were told, to have it counted;
        they are in a cohort only with those who were told as much.
        """
        cohort = self._cohorts.get(key)
        if cohort is not None and listener in cohort.listeners:
            return
        self.leave(listener)
        if key is not None and (cohort is None or not cohort.listeners):
            cohort = self._cohorts[key] = _Cohort(key, told)
        if cohort is not None and cohort.told == told:
            cohort.add(listener)
        else:
            self._apart.add(listener)

    def stand_aside(self, listener: Listener) -> None:
        """Let somebody hear by themselves."""
        self.join(listener, None)

    def told(self, listener: Listener) -> int | None:
        """Up to where somebody was told all, if that is counted here for them."""
        cohorts = self._cohorts.values()
        return next((each.told for each in cohorts if listener in each.listeners), None)

    def leave(self, listener: Listener) -> None:
        self._apart.discard(listener)
        for cohort in self._cohorts.values():
            if listener not in cohort.listeners:
                continue
            cohort.remove(listener)
            if cohort.told is not None:
                listener.was_told(self.conversation, cohort.told)

    def hear(self, turn: Turn) -> None:
        """The sink."""
        if self._waiting is not None:
            self._waiting.append(turn)
            return
        live = LiveTurn(turn)
        if self._see_members is None or self._knows_what_happened(live):
            self._tell(live, is_alone=turn.is_alone)
        else:
            self._waiting = deque([turn], WAITING_MOST)
            up_to = max(_numbers(live))
            self._see_members(self.conversation, partial(self._go_on, up_to))

    # --- Steps ------------------------------------------------------------------------

    def _knows_what_happened(self, live: LiveTurn) -> bool:
        """Whether all that happened before these events was heard, or is in no hole."""
        for event in live.messages:
            if not isinstance(event, LiveEvent) or not (seq := event.seq):
                continue
            if seq > self._known + 1 and event.happened > self._known:
                return False
            self._known = max(self._known, seq)
        return True

    def _go_on(self, known: int, is_seen: bool) -> None:
        """Tell what has waited; if nothing was seen, nobody: what is live are hints."""
        waiting, self._waiting = self._waiting or (), None
        if is_seen:
            self._known = max(self._known, known)
            for turn in waiting:
                self.hear(turn)

    def _tell(self, live: LiveTurn, *, is_alone: bool) -> None:
        at_once = is_alone or self._is_crowd_beside_few()
        if at_once and unsent.writers:
            # Before anybody is told: it may put somebody out of a cohort.
            flush_all()
        alone = list(self._apart)
        for cohort in self._cohorts.values():
            if not cohort.listeners:
                continue
            if live.run is not None and cohort.takes(live.run):
                cohort.tell(live.run, at_once=at_once)
                continue
            alone += cohort.listeners
            if cohort.told is not None:
                for listener in tuple(cohort.listeners):
                    self.stand_aside(listener)
        FIGURES.deliveries += len(alone) * len(live.messages)
        for listener in alone:
            try:
                listener.hear(live)
            except Exception:
                # One session's failure must not silence everybody else's.
                logger.exception("A session could not hear what happened.")

    def _is_crowd_beside_few(self) -> bool:
        """Whether those to whom something is still unsent are few beside these.

        One write for all that comes in a turn is cheaper for each of a few; for a crowd
        it would be dearer than to send to all of them at once.
        """
        crowd = sum(len(cohort.listeners) for cohort in self._cohorts.values())
        return crowd > CROWD * (1 + len(unsent.writers))


def _numbers(live: LiveTurn) -> Iterator[int]:
    return (event.seq for event in live.messages if isinstance(event, LiveEvent))

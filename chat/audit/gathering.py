"""What happens outside of transactions, until it is written down together.

Whoever knocks at the doors must not fill the disk: what is the same within a minute is
counted, and becomes one row; and where very much of it is different, names are left
out, and then addresses as well. All of it is bounded, also while the database is away.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from chat.logging.audit import Noted

MINUTE = 60.0
# Of different ones in a minute: of what was refused, and of all else. Before anything
# is left out there are so many, and as many again before the addresses are.
REFUSED_MOST, MOST = 50, 3000
LEFT_OUT: tuple[tuple[str, ...], ...] = ((), ("name",), ("name", "address"))

_Key: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]


@dataclass
class _Heard:
    """``kind``: whether it was refused, and how much of it is left out."""

    about: Mapping[str, str]
    kind: tuple[bool, int]
    first: datetime
    times: int = 0
    written: float | None = None


@dataclass(frozen=True)
class Counted:
    """An event that came so many ``times``, first ``at``."""

    it: Noted
    at: datetime
    times: int


class Gathered:
    """``clock``: seconds, for the minutes; ``now``: what time it is."""

    def __init__(self, clock: Callable[[], float], now: Callable[[], datetime]) -> None:
        self._clock, self._now = clock, now
        self._lock = threading.Lock()
        self._heard: dict[_Key, _Heard] = {}
        self._counts: Counter[tuple[bool, int]] = Counter()

    def add(self, it: Noted) -> None:
        """Something has happened."""
        with self._lock:
            heard = self._found(it)
            if not heard.times:
                heard.first = self._now()
            heard.times += 1

    def take(self) -> list[Counted]:
        """What is to be written now: of each at most one in a minute."""
        now = self._clock()
        taken = []
        with self._lock:
            for key, heard in list(self._heard.items()):
                if heard.written is not None and now - heard.written < MINUTE:
                    continue
                if not heard.times:
                    del self._heard[key]
                    self._counts[heard.kind] -= 1
                    continue
                it = Noted(key[0], heard.about)
                taken.append(Counted(it, heard.first, heard.times))
                heard.times, heard.written = 0, now
        return taken

    def give_back(self, taken: Sequence[Counted]) -> None:
        """It could not be written: it waits on."""
        with self._lock:
            for each in taken:
                heard = self._found(each.it)
                heard.first = each.at
                heard.times += each.times
                heard.written = None

    def take_all(self) -> list[Counted]:
        """All that waits, and nothing of it again: the process ends."""
        with self._lock:
            waiting = [(key[0], its) for key, its in self._heard.items() if its.times]
            self._heard.clear()
            self._counts.clear()
        return [Counted(Noted(e, it.about), it.first, it.times) for e, it in waiting]

    def _found(self, it: Noted) -> _Heard:
        """Where it is counted: with what is the same, once enough is left out."""
        is_refusal = "why" in it.about
        most = REFUSED_MOST if is_refusal else MOST
        for level, without in enumerate(LEFT_OUT):
            about = {k: v for k, v in it.about.items() if k not in without}
            key, kind = (it.event, tuple(about.items())), (is_refusal, level)
            if heard := self._heard.get(key):
                return heard
            if self._counts[kind] < most:
                break
        self._counts[kind] += 1
        return self._heard.setdefault(key, _Heard(about, kind, self._now()))

"""The patterns as a process knows them: read once, and anew when they have changed.

A post asks no database for them. ``screening`` has them follow what changes.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from django.db.models import Count, Sum

from chat.held.models import HOLD, REFUSE, Ruling
from chat.held.patterns import Pattern, plain

# Of a core, for all patterns and one text: what is not looked at by then is held back.
LOOKING_SECONDS = 0.02

# How many there are, and the sum of their numbers: another where anything has changed.
Mark = tuple[int, int | None]
NONE: Mark = (0, None)
# Its room, its words, what becomes of them, and why.
Row = tuple[int | None, str, str, str]


class Rule(NamedTuple):
    """A ``Ruling`` as it is looked for; ``typed`` as somebody has typed its words."""

    pattern: Pattern
    typed: str
    act: str
    reason: str


class Rules:
    """Those of one moment: those of the site, and with them those of each room that has
    any. Those that refuse come first.
    """

    # What this process knows; None before it has read any.
    known: ClassVar[Rules | None] = None

    def __init__(self, mark: Mark, rows: Iterable[Row]) -> None:
        self.mark = mark
        of: dict[int | None, list[Rule]] = defaultdict(list)
        for room, *its in rows:
            of[room].append(Rule(Pattern.of(its[0]), *its))
        self._site = of.pop(None, [])
        self._rooms = {
            room: sorted([*self._site, *own], key=lambda rule: rule.act != REFUSE)
            for room, own in of.items()
        }

    @classmethod
    def now(cls) -> Rules:
        """Those that this process knows."""
        if cls.known is None:
            cls.renew()
        assert cls.known is not None
        return cls.known

    @classmethod
    def renew(cls) -> None:
        """Read them anew if they have changed."""
        mark = _mark()
        if cls.known is None or cls.known.mark != mark:
            cls.known = cls(mark, _rows())

    @property
    def are_any(self) -> bool:
        return bool(self._site or self._rooms)

    def found(self, room: int, text: str) -> Rule | None:
        """The first whose words are in what is said there; what could not be looked
        for in time holds it back.
        """
        rules = self._rooms.get(room, self._site)
        if not rules:
            return None
        seen, until = plain(text), time.thread_time() + LOOKING_SECONDS
        for rule in rules:
            if rule.pattern.is_in(seen):
                return rule
            if time.thread_time() > until:
                return rule._replace(act=HOLD)
        return None


def _mark() -> Mark:
    found = Ruling.objects.aggregate(count=Count("pk"), sum=Sum("pk"))
    return found["count"], found["sum"]


def _rows() -> Iterable[Row]:
    found = Ruling.objects.order_by("-act", "pk")
    return found.values_list("room_id", "pattern", "act", "reason")

"""Millions of messages by made-up people: in streams, for whoever measures.

Each step is a transaction that leaves a site as it might be: every number of a log is a
message's or that of something that happened to one, heads are where the logs end. So
whatever ends it, the same command goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection
from django.utils import timezone

from chat.management.demo import bulk, talks
from chat.management.demo.crowd import Crowd, Place, made_up
from chat.models import Conversation, Membership, Message, Reaction
from chat.models.columns import beyond, defaults
from chat.models.log import changing
from chat.models.posting import digest
from chat.models.statements import Stored
from chat.text.markdown import render

# In one transaction: an index of random values is written nearly whole for each.
STEP = 200_000
YEARS = timedelta(days=3 * 365)
# Of all that happens in a log; what is left are messages.
REACTED, EDITED, DELETED = 0.05, 0.04, 0.015
# What is reacted to, edited or taken back was said among the last so many of its place.
RECENT = 20
EMOJI = ("👍", "❤️", "😂", "🎉", "😮")
FIELDS = ("id", *Stored._fields)
PK, SEQ, CHANGED = map(FIELDS.index, ("id", "seq", "changed"))
BODY, HTML = map(FIELDS.index, ("body", "html"))
WAS_EDITED, WAS_DELETED = map(FIELDS.index, ("edited", "deleted"))
# RFC 9562 §5.4: the bits that say what kind of UUID it is.
KIND = (0xF << 76) | (0x3 << 62)
RANDOM = (0x4 << 76) | (0x2 << 62)
# How far people have read: nearly all of it, some of them nothing for a long time.
READ_ALL, READ_NEARLY = 0.6, 0.92
NEARLY = 200
HEAD = "UPDATE chat_conversation SET head = %s WHERE id = %s"
READ = "UPDATE chat_membership SET read = %s WHERE id = %s"

Text = tuple[str, str, bytes]
MessageRow = list[Any]


def fill(crowd: Crowd, wanted: int, seed: int, say: Callable[[int], None]) -> None:
    """Let them talk until there are so many messages; ``say`` is told how many.

    The same ``seed`` is the same talk, step by step.
    """
    bulk.prepare()
    clock = _Clock(timezone.now() - YEARS, YEARS / wanted)
    texts = _texts()
    count = Message.objects.count()
    while count < wanted:
        # Whoever goes on is to say other things than what was said.
        chance = Random(f"{seed} {count}")  # noqa: S311
        step = _Step(crowd, texts, chance, clock)
        count += step.run(count, min(STEP, wanted - count))
        say(count)
    _read(Random(seed))  # noqa: S311
    bulk.settle()


class _Clock:
    """When the messages were said, one after the other."""

    def __init__(self, began: datetime, pause: timedelta) -> None:
        self.began, self.pause = began, pause
        # As the database has it; to ask for its ways each time would take long.
        self._adapted = connection.ops.adapt_datetimefield_value

    def at(self, which: int) -> Any:
        return self._adapted(self.began + which * self.pause)


@dataclass
class _Step:
    """So many messages, and what happens to them; all in one transaction."""

    crowd: Crowd
    texts: list[Text]
    chance: Random
    clock: _Clock
    rows: list[MessageRow] = field(default_factory=list)
    reactions: dict[tuple[int, int], str] = field(default_factory=dict)
    # By conversation: the number that comes next, and what was said last.
    heads: dict[int, int] = field(default_factory=dict)
    recent: dict[int, list[MessageRow]] = field(default_factory=dict)

    def run(self, before: int, count: int) -> int:
        """Store so many messages, before which there are so many; returns how many."""
        with changing():
            # Nobody else writes into these logs until this is committed.
            logs = Conversation.objects.select_for_update().order_by("pk")
            self.heads = dict(logs.values_list("pk", "head"))
            first = bulk.reserve(Message, count)
            self._talk(before, first, count)
            self._store()
        return count

    def _talk(self, before: int, first: int, count: int) -> None:
        choose, chance = self.chance.choices, self.chance.random
        places, weights = self.crowd
        while len(self.rows) < count:
            for place in choose(places, cum_weights=weights, k=count - len(self.rows)):
                self.heads[place.number] += 1
                lately = self.recent.get(place.number)
                happens = chance()
                if lately and happens < REACTED + EDITED + DELETED:
                    self._change(place, lately, happens)
                else:
                    which = len(self.rows)
                    self._say(place, first + which, self.clock.at(before + which))

    def _say(self, place: Place, pk: int, at: Any) -> None:
        chance, seq = self.chance, self.heads[place.number]
        # Some say much, many little.
        author = place.people[int(len(place.people) * chance.random() ** 2)]
        body, html, said = self.texts[int(len(self.texts) * chance.random())]
        uuid = f"{chance.getrandbits(128) & ~KIND | RANDOM:032x}"
        about = Stored(
            place.number, seq, seq, author, uuid, body, html, said, at, False
        )
        row = [pk, *about]
        self.rows.append(row)
        lately = self.recent.setdefault(place.number, [])
        lately.append(row)
        del lately[:-RECENT]

    def _change(self, place: Place, lately: list[MessageRow], happens: float) -> None:
        row = lately[int(len(lately) * self.chance.random())]
        row[CHANGED] = self.heads[place.number]
        if happens < REACTED:
            who = self.chance.choice(place.people)
            self.reactions[row[PK], who] = self.chance.choice(EMOJI)
        elif happens < REACTED + EDITED:
            row[BODY], row[HTML], _ = self.chance.choice(self.texts)
            row[WAS_EDITED] = True
        else:
            row[BODY] = row[HTML] = ""
            row[WAS_DELETED] = True
            lately.remove(row)

    def _store(self) -> None:
        others = beyond(Message, FIELDS)
        fields = [*FIELDS, *(each.name for each in others)]
        bulk.put(Message, fields, _completed(self.rows, others))
        gone = {row[PK] for row in self.rows if row[WAS_DELETED]}
        given = [
            (pk, who, emoji)
            for (pk, who), emoji in self.reactions.items()
            if pk not in gone
        ]
        bulk.put(Reaction, ["message", "user", "emoji"], given)
        bulk.each(HEAD, [(self.heads[number], number) for number in self.recent])


def _completed(rows: list[MessageRow], others: list[Any]) -> list[MessageRow]:
    more = defaults(Message, others)
    return [row + more for row in rows] if more else rows


def _texts() -> list[Text]:
    """What is said: what the people of the demo say, as it is rendered."""
    demo = talks.read(timezone.now(), Random(1))  # noqa: S311
    lines = [line.body for talk in demo for line in talk.lines]
    return [(body, render(body), digest(body)) for body in lines]


def _read(chance: Random) -> None:
    """Most people have read all; some have not been here for long."""
    with changing():
        heads = dict(Conversation.objects.values_list("pk", "head"))
        rows = Membership.objects.filter(user__in=made_up()).order_by("pk")
        places = rows.values_list("pk", "conversation_id")
        bulk.each(
            READ,
            [(_how_far(heads[log], chance), pk) for pk, log in places],
        )


def _how_far(head: int, chance: Random) -> int:
    where = chance.random()
    if where < READ_ALL:
        return head
    if where < READ_NEARLY:
        return max(0, head - chance.randrange(NEARLY))
    return int(head * chance.random())

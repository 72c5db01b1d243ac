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

from chat.management.demo import talks
from chat.management.demo.crowd import Crowd, Place, made_up
from chat.mentions.models import Mention
from chat.models import Conversation, Membership, Message, Reaction
from chat.models.messages.log import changing
from chat.models.posting.statements import Stored
from chat.models.tables import bulk
from chat.models.tables.columns import beyond, defaults
from chat.text.clean import digest
from chat.text.markdown import render

# In one transaction.
STEP = 200_000
YEARS = timedelta(days=3 * 365)
# Of all that happens in a log; what is left are messages.
REACTED, EDITED, DELETED = 0.05, 0.04, 0.015
# What is reacted to, edited or taken back was said among the last so many of its place.
RECENT = 20
EMOJI = ("👍", "❤️", "😂", "🎉", "😮")
FIELDS = ("id", *Stored._fields)
PK, PLACE, SEQ = map(FIELDS.index, ("id", "conversation", "seq"))
CHANGED = FIELDS.index("changed")
MENTIONED = ("conversation", "seq", "person", "names", "at")
BODY, HTML = map(FIELDS.index, ("body", "html"))
WAS_EDITED, WAS_DELETED = map(FIELDS.index, ("edited", "deleted"))
# Who is named by a message: some all the time, most hardly ever.
NAMED, RENOWN = 0.03, 8
# RFC 9562 §5.7: what is random in a UUID that begins with the time, and the bits that
# say that it is one. Of an author's they are in order, so that an index of all of them
# is touched at its authors' ends, and not written nearly whole in each step.
CHANCE = (1 << 76) - 1 & ~(0x3 << 62)
BY_TIME = (0x7 << 76) | (0x2 << 62)
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
    names = dict(made_up().values_list("pk", "name"))
    count = Message.objects.count()
    while count < wanted:
        # Whoever goes on is to say other things than what was said.
        chance = Random(f"{seed} {count}")  # noqa: S311
        step = _Step(crowd, names, texts, chance, clock)
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
        self._since_1970 = began.timestamp()
        self._pause_seconds = pause.total_seconds()

    def at(self, which: int) -> Any:
        return self._adapted(self.began + which * self.pause)

    def milliseconds(self, which: int) -> int:
        """Since 1970."""
        return int(1000 * (self._since_1970 + which * self._pause_seconds))


@dataclass
class _Step:
    """So many messages, and what happens to them; all in one transaction."""

    crowd: Crowd
    names: dict[int, str]
    texts: list[Text]
    chance: Random
    clock: _Clock
    rows: list[MessageRow] = field(default_factory=list)
    reactions: dict[tuple[int, int], str] = field(default_factory=dict)
    mentions: list[tuple[int, int, int, str, Any]] = field(default_factory=list)
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
                    self._say(place, first + which, before + which)

    def _say(self, place: Place, pk: int, which: int) -> None:
        chance, seq = self.chance, self.heads[place.number]
        # Some say much, many little.
        author = place.people[int(len(place.people) * chance.random() ** 2)]
        at = self.clock.at(which)
        said = self.texts[int(len(self.texts) * chance.random())]
        if chance.random() < NAMED:
            said = self._naming(place, seq, said[0], at)
        time = self.clock.milliseconds(which) << 80
        uuid = f"{time | chance.getrandbits(76) & CHANCE | BY_TIME:032x}"
        row = [pk, *Stored(place.number, seq, seq, author, uuid, *said, at, False)]
        self.rows.append(row)
        lately = self.recent.setdefault(place.number, [])
        lately.append(row)
        del lately[:-RECENT]

    def _naming(self, place: Place, seq: int, body: str, at: Any) -> Text:
        """The same, said to somebody who is there."""
        who = place.people[int(len(place.people) * self.chance.random() ** RENOWN)]
        name = self.names[who]
        self.mentions.append((place.number, seq, who, name, at))
        body = f"@{name}, {body}"
        return body, render(body), digest(body)

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
        bulk.put(Mention, MENTIONED, self._still_named())
        bulk.each(HEAD, [(self.heads[number], number) for number in self.recent])

    def _still_named(self) -> list[tuple[int, int, int, str, Any]]:
        """Those whose names were not taken back, nor edited away."""
        if not self.mentions:
            return []
        other = {
            (row[PLACE], row[SEQ])
            for row in self.rows
            if row[WAS_DELETED] or row[WAS_EDITED]
        }
        return [each for each in self.mentions if each[:2] not in other]


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

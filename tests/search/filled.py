"""A site in which a million things were said, and what is asked of it.

``python -m tests.search.filled [MESSAGES]`` asks, with the database that
``DATABASE_URL`` says, and prints what each class of queries took. On PostgreSQL:
``python -m tests.support.on_postgres -m bar tests/search/test_bars.py``.
"""

from __future__ import annotations

import random
import statistics
import string
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from chat import wire
from chat.models import Conversation, Membership, Message, User
from chat.models.tables import bulk
from chat.search import finding, indexing
from chat.search.indexing import Said

STEP = 2000
ROOMS, PEOPLE = 50, 200
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
QUERIES = 100
LONGEST = 3
DENSE = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出"


class Filled:
    """``words``: by how often they are said, the most frequent first."""

    def __init__(self, messages: int, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self.messages = messages
        self.words = self._vocabulary()
        self._weights = [1 / (at + 3) for at in range(len(self.words))]

    def fill(self) -> None:
        """Say all of it; each message with its entry in the index."""
        self.people = [
            User.objects.create(name=f"p{at}", key=f"p{at}") for at in range(PEOPLE)
        ]
        self.rooms = [
            Conversation.objects.create(kind="room", name=f"r{at}")
            for at in range(ROOMS)
        ]
        self.reader = self.people[0]
        for room in self.rooms[:40]:
            Membership.objects.get_or_create(conversation=room, user=self.reader)
        bulk.prepare()
        heads = dict.fromkeys(range(ROOMS), 0)
        for start in range(0, self.messages, STEP):
            with transaction.atomic():
                self._say(start, min(STEP, self.messages - start), heads)
        for at, head in heads.items():
            Conversation.objects.filter(pk=self.rooms[at].pk).update(head=head)
        bulk.settle()

    def _say(self, start: int, count: int, heads: dict[int, int]) -> None:
        first, said, rows = bulk.reserve(Message, count), [], []
        adapt = connection.ops.adapt_datetimefield_value
        for at in range(start, start + count):
            # Half of all is said in five rooms.
            place = self._random.choice(range(5 if at % 2 else ROOMS))
            heads[place] += 1
            room, author = self.rooms[place].pk, self._random.choice(self.people).pk
            when = BEGAN + timedelta(seconds=60 * at)
            body, seq = self.body(), heads[place]
            said.append(Said(room, seq, author, body, when))
            uuid = UUID(int=at)
            native = connection.features.has_native_uuid_field
            id = uuid if native else uuid.hex
            key = first + at - start
            about = (key, room, seq, seq, author, id)
            rows.append((*about, body, "", b"", adapt(when), False, False))
        fields = ("id", "conversation", "seq", "changed", "author", "uuid", "body")
        bulk.put(Message, (*fields, "html", "digest", "at", "edited", "deleted"), rows)
        for some in range(0, count, 500):
            indexing.put(said[some : some + 500])

    def body(self) -> str:
        """What somebody says."""
        if self._random.random() < 0.05:
            return "".join(self._random.choices(DENSE, k=self._random.randint(4, 20)))
        size = self._random.randint(3, 20)
        return " ".join(self._random.choices(self.words, self._weights, k=size))

    def _vocabulary(self) -> list[str]:
        letters = string.ascii_lowercase
        weights = [8, 2, 3, 4, 12, 2, 2, 6, 7, 1, 1, 4, 2, 7, 8, 2, 1, 6, 6, 9, 3, 1, 2]
        weights += [1, 2, 1]
        return [
            "".join(self._random.choices(letters, weights, k=2 + at % 9))
            for at in range(30_000)
        ]

    # --- What is asked ----------------------------------------------------------------

    def queries(self, kind: str) -> list[tuple[str, str]]:
        """Queries of a class, each with its order."""
        rnd, words = random.Random(kind), self.words
        common = lambda: rnd.choice(words[:60])  # noqa: E731
        rare = lambda: rnd.choice(words[5000:])  # noqa: E731
        some = {
            "rare word": lambda: f"{rare()} ",
            "common word": lambda: f"{common()} ",
            "two common words": lambda: f"{common()} {common()} ",
            "common and rare": lambda: f"{common()} {rare()} ",
            "phrase": lambda: f'"{common()} {common()}"',
            "two letters": lambda: f"{rnd.choice(words)[:2]}*",
            "three letters": lambda: f"{(rnd.choice(words) + 'ab')[:3]}*",
            "dense script": lambda: "".join(rnd.choices(DENSE, k=rnd.randint(1, 3))),
            "from": lambda: f"{common()} from:p{rnd.randrange(PEOPLE)} ",
            "in": lambda: f"{common()} in:#r{rnd.randrange(40)} ",
            "month": lambda: f"{common()} on:2024-0{rnd.randint(2, 9)} ",
            "without": lambda: f"{common()} -{common()} ",
            "best": lambda: f"{common()} ",
            "two, best": lambda: f"{common()} {common()} ",
        }[kind]
        order = "best" if "best" in kind else "newest"
        return [(some(), order) for _ in range(QUERIES)]

    def took(self, kind: str) -> list[float]:
        """How many milliseconds each of the class took, the longest last.

        The longest are asked twice more, and their median counts: whatever else the
        machine did meanwhile is not theirs.
        """
        found = sorted((self._took(*each), each) for each in self.queries(kind))
        again = [
            statistics.median((took, self._took(*each), self._took(*each)))
            for took, each in found[-LONGEST:]
        ]
        return sorted([took for took, _ in found[:-LONGEST]] + again)

    def _took(self, query: str, order: str) -> float:
        began = time.perf_counter()
        finding.search(self.reader, wire.Search(query=query, order=order))
        return 1000 * (time.perf_counter() - began)


KINDS = [
    *("rare word", "common word", "two common words", "common and rare", "phrase"),
    *("two letters", "three letters", "dense script", "from", "in", "month"),
    *("without", "best", "two, best"),
]

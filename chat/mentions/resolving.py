"""Who is meant by the names in a text: people who may read it.

Of a private room, a group, or a talk of two, those who are in it; in a public room
everybody may be named, but those who are not in it are told nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection

from chat import wire
from chat.models import Membership
from chat.models.permissions import CALLED_MOST, acting_as, may_call_all
from chat.text.mentions import beginnings, candidates
from chat.text.names import key_of

# By one message.
PEOPLE_MOST = 50
# Of what may be names, where words stand without spaces.
KEYS_MOST = 500
CALLS = ("room", "here")
# {rows}: a conversation's number, an author's, and a key. Whoever has it, else who had
# it last, and has not gone; whether they are in there, and have blocked the author.
MEANT = """
    WITH named (place, author, key) AS (VALUES {rows})
    SELECT named.place, named.author, named.key, person.id, person.name, person.key,
        membership.id IS NOT NULL, block.id IS NOT NULL
    FROM named CROSS JOIN chat_conversation AS place CROSS JOIN chat_user AS person
    LEFT JOIN chat_membership AS membership
    ON membership.conversation_id = named.place AND membership.user_id = person.id
    LEFT JOIN chat_block AS block
    ON block.blocker_id = person.id AND block.blocked_id = named.author
    WHERE place.id = named.place AND SUBSTR(person.key, 1, 1) <> '~'
    AND person.id = COALESCE(
        (SELECT id FROM chat_user WHERE key = named.key),
        (
            SELECT user_id FROM chat_formername AS former WHERE former.key = named.key
            ORDER BY until DESC, id DESC LIMIT 1
        )
    ) AND (
        membership.id IS NOT NULL
        OR (place.pair IS NULL AND NOT place.private)
    )
"""
Said = wire.MessagePosted | wire.Edited


class Meant(NamedTuple):
    """Somebody who is named; ``is_told``: they may hear of it."""

    number: int
    name: str
    key: str
    is_member: bool
    has_blocked: bool

    @property
    def is_told(self) -> bool:
        return self.is_member and not self.has_blocked


@dataclass(eq=False)
class Naming:
    """What is said, and whom that names: ``people``, with their names as kept."""

    event: Said
    people: dict[Meant, list[str]] = field(default_factory=dict)
    call: str = ""

    @property
    def seq(self) -> int:
        """The message's number."""
        event = self.event
        return event.target if isinstance(event, wire.Edited) else event.seq

    @property
    def author(self) -> int:
        author = self.event.author
        return author if isinstance(author, int) else 0

    @cached_property
    def candidates(self) -> list[list[tuple[str, str]]]:
        """Of each candidate, the names that it may begin with, and their keys."""
        marked = dict.fromkeys(candidates(self.event.html))
        return [
            [(name, key) for name in beginnings(each) if (key := key_of(name))]
            for each in list(marked)[: 2 * PEOPLE_MOST]
        ]

    @cached_property
    def keys(self) -> list[str]:
        found = dict.fromkeys(key for each in self.candidates for _, key in each)
        return list(found)[:KEYS_MOST]

    @property
    def calls(self) -> Iterator[str]:
        """How it would call the whole room."""
        first = {key for each in self.candidates for _, key in each}
        return (call for call in CALLS if call in first)

    def settle(self, found: dict[str, Meant]) -> None:
        """Take, of each candidate, the longest name that there is."""
        for each in self.candidates:
            pair = next((it for it in each if it[1] in found), None)
            if pair is None:
                continue
            person, name, within = found[pair[1]], pair[0], each[0][0]
            if person in self.people or len(self.people) < PEOPLE_MOST:
                kept = name if name == within else f"{name}\t{within}"
                self.people.setdefault(person, []).append(kept)

    @property
    def texts(self) -> dict[int | None, str]:
        """What is kept of whom: see ``Mention``."""
        kept: dict[int | None, str] = {None: self.call} if self.call else {}
        for person, names in self.people.items():
            kept[person.number] = "\n".join(names)
        return kept

    def say(self) -> None:
        """Have the event say it."""
        if self.call:
            self.event.calls = self.call
        if self.people:
            self.event.mentions = [
                mention(person.number, kept, person.name)
                for person, names in self.people.items()
                for kept in names
            ]


def mention(number: int, kept: str, called: str) -> wire.Mention:
    """Somebody who was named so, as is kept of it, and is called that now."""
    name, is_more, within = kept.partition("\t")
    it = wire.Mention(author=number, name=name)
    if is_more:
        it.within = within
    if called != name:
        it.called = called
    return it


def resolve(said: Iterable[Said]) -> list[Naming]:
    """Find out whom these name, in one query for all of them."""
    namings = [Naming(event) for event in said]
    rows = [
        (naming.event.conversation, naming.author, key)
        for naming in namings
        for key in naming.keys
    ]
    found: dict[tuple[int, int], dict[str, Meant]] = {}
    for place, author, key, *person in _ask(rows):
        found.setdefault((place, author), {})[key] = Meant(*person)
    for naming in namings:
        there = found.get((naming.event.conversation, naming.author), {})
        call = next(naming.calls, "")
        naming.call = call if call and _may_call(naming) else ""
        naming.settle({key: it for key, it in there.items() if key not in CALLS})
    return namings


def _ask(rows: Sequence[tuple[int, int, str]]) -> list[Any]:
    if not rows:
        return []
    marks = ", ".join(["(%s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(MEANT.format(rows=marks), [it for row in rows for it in row])
        return list(cursor.fetchall())


def _may_call(naming: Naming) -> bool:
    place = naming.event.conversation
    here = Membership.objects.filter(conversation=place, conversation__pair=None)
    members = here.values("pk")[: CALLED_MOST + 1].count()
    own = here.filter(user=naming.author).values_list("role", "user__is_staff").first()
    if not members or own is None:
        return False
    role, is_staff = own
    return may_call_all(members, acting_as(role, is_staff=is_staff))

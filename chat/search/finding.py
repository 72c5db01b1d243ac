"""What somebody finds: in the conversations that they are in, as it reads now.

The index says where, and the messages themselves what: of one that has other words by
now, or none, or is where the person is not any more, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.files.reading import files_at, text_in
from chat.files.wording import MARK
from chat.models import Conversation, Membership, User
from chat.models.messages.log import pair_of, people_of
from chat.models.people.blocks import Block
from chat.models.posting.addresses import group_number
from chat.search import engine, terms
from chat.search.indexing import milliseconds
from chat.search.models import KEYS, Entry
from chat.search.query import Filter, Query, read
from chat.search.snippets import Snippet
from chat.search.terms import Terms
from chat.text.names import address_key
from chat.wire.errors import Malformed, NoSuchConversation, NoSuchUser
from chat.words import sentence

# Of so many of the newest the best are found.
RANKED = 10_000
LAST = 2**63 - 1
BEST = "best"
# What a filter stands for, to a person.
Marks = Callable[[User, str], list[str]]
# Behind which place a page begins; and, where the best come first, how many it skips
# of those up to that place.
_CURSOR = re.compile(r"(\d{1,19})(?:\.(\d{1,5}))?")


class _Row(NamedTuple):
    place: int
    conversation: int
    room: str | None
    pair: str | None
    epoch: int
    seq: int
    sender: str
    author: int
    guest: bool
    at: datetime
    body: str
    action: bool


_FIELDS = (
    *("place", "conversation_id", "conversation__name", "conversation__pair"),
    *("conversation__epoch", "message__seq", "message__author__name"),
    *("message__author_id", "message__author__guest", "message__at", "message__body"),
    "message__action",
)


def search(user: User, asked: wire.Search) -> wire.Results:
    """What a person finds by that.

    Raises:
        TooLong, Malformed: of the query, or the cursor.
        NoSuchUser, NoSuchConversation, NotAMember: of what it names.
        TooBroad: it takes too long.
    """
    query = read(asked.query, asked.zone)
    wanted = _terms(user, query)
    end, skipped = _begin(asked.cursor)
    wanted.end = min(wanted.end, end)
    if not wanted.marks[0]:
        return wire.Results(hits=[], more=False, cursor="")
    here, most = engine.here(), asked.limit + 1
    is_best = asked.order == BEST and bool(query.phrases)
    if is_best:
        # What is said meanwhile does not shift the pages.
        wanted.end = min(wanted.end, _place(timezone.now()) + KEYS)
    with here.bounded(settings.CHAT_SEARCH_SECONDS):
        if is_best:
            places = here.best(wanted, most, skipped, RANKED)
        else:
            places = here.newest(wanted, most)
    more, places = len(places) > asked.limit, places[: asked.limit]
    cursor = ""
    if more and is_best:
        cursor = f"{wanted.end}.{skipped + asked.limit}"
    elif more:
        cursor = f"{places[-1]}"
    return wire.Results(hits=_hits(user, query, places), more=more, cursor=cursor)


def _begin(cursor: str) -> tuple[int, int]:
    if not cursor:
        return LAST, 0
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise Malformed("That is no cursor of a search.")
    return min(int(found[1]), LAST), int(found[2] or 0)


# --- What is looked for ---------------------------------------------------------------


def _terms(user: User, query: Query) -> Terms:
    places, without = _places(user, query)
    here = [terms.in_conversation(number) for number in sorted(places)]
    wanted = Terms(
        first=_place(query.since) if query.since else 0,
        end=_place(query.until) if query.until else LAST,
        phrases=query.phrases,
        marks=[here],
        unwanted=query.unwanted,
        unmarked=[terms.in_conversation(number) for number in without],
    )
    for its in query.filters:
        if its.key in _MARKS:
            marks = _MARKS[its.key](user, its.value)
            wanted.unmarked += marks if its.is_not else []
            wanted.marks += [] if its.is_not or its.key == "from" else [marks]
    authors = [_by(user, its.value) for its in _of(query, "from", is_not=False)]
    if authors:
        wanted.marks.append([mark for [mark] in authors])
    return wanted


def _place(moment: datetime) -> int:
    return max(0, milliseconds(moment)) * KEYS


def _of(query: Query, key: str, *, is_not: bool) -> list[Filter]:
    return [its for its in query.filters if (its.key, its.is_not) == (key, is_not)]


def _places(user: User, query: Query) -> tuple[set[int], list[int]]:
    """Where it is looked for, and what of that is left out."""
    block = Block.objects.filter(blocker=user, pair=OuterRef("conversation__pair"))
    mine = Membership.objects.filter(~Exists(block), user=user)
    numbers = set(mine.values_list("conversation_id", flat=True))
    named = [_conversation(user, its.value) for its in _of(query, "in", is_not=False)]
    without = [_conversation(user, its.value) for its in _of(query, "in", is_not=True)]
    return numbers & set(named) if named else numbers, without


def _conversation(user: User, name: str) -> int:
    if number := group_number(name):
        return Conversation.objects.numbered(number, user).pk
    if name.startswith("@"):
        pair = pair_of(user.pk, _person(user, name).pk)
        direct = Conversation.objects.filter(pair=pair).first()
        if direct is None:
            raise NoSuchConversation
        return direct.pk
    room = Conversation.objects.room(name.removeprefix("#"), user)
    room.require_member(user)
    return room.pk


def _by(user: User, name: str) -> list[str]:
    return [terms.by_person(_person(user, name).pk)]


def _naming(user: User, name: str) -> list[str]:
    person = _person(user, name)
    # What calls everybody there calls this person, too.
    called = [terms.naming(None)] if person == user else []
    return [terms.naming(person.pk), *called]


def _person(user: User, name: str) -> User:
    if name.lower() == "me":
        return user
    known = name.removeprefix("@")
    if address_key(known) == "":
        raise NoSuchUser
    return User.objects.named(known)


def _one_of(word: str, marks: dict[str, str]) -> Marks:
    def mark(user: User, what: str) -> list[str]:
        if what.lower() not in marks:
            text = sentence("{word}: takes one of these: {choices}")
            raise Malformed(text, word=word, choices=", ".join(marks))
        return [marks[what.lower()]]

    return mark


_MARKS: dict[str, Marks] = {
    "from": _by,
    "to": _naming,
    "mentions": _naming,
    "has": _one_of("has", terms.HAS),
    "is": _one_of("is", terms.IS),
}


# --- What is found --------------------------------------------------------------------


def _hits(user: User, query: Query, places: Sequence[int]) -> list[wire.Hit]:
    member = Membership.objects.filter(
        conversation=OuterRef("conversation_id"), user=user
    )
    found = Entry.objects.filter(
        Exists(member), place__in=places, message__deleted=False
    ).values_list(*_FIELDS)
    rows = {row.place: row for row in (_Row(*columns) for columns in found)}
    snippet = Snippet(query)
    texts = {place: snippet.of(said) for place, said in _said(rows).items()}
    kept = [rows[place] for place in places if texts.get(place)]
    names = _names(user, kept)
    return [_hit(row, names[row.conversation], texts[row.place]) for row in kept]


def _said(rows: dict[int, _Row]) -> dict[int, str]:
    """What each says, and what is in its files."""
    its = [(row.conversation, row.seq) for row in rows.values() if MARK in row.body]
    files = files_at(its, with_text=True)
    return {
        place: row.body + text_in(files.get((row.conversation, row.seq), ()))
        for place, row in rows.items()
    }


def _hit(row: _Row, name: str, text: list[str]) -> wire.Hit:
    return wire.Hit(
        conversation=row.conversation,
        name=name,
        epoch=row.epoch,
        seq=row.seq,
        sender=row.sender,
        author=row.author,
        guest=row.guest,
        at=wire.timestamp(row.at),
        text=text,
        action=row.action or UNSET,
    )


def _names(user: User, rows: Sequence[_Row]) -> dict[int, str]:
    """What each conversation is called to this person."""
    others: dict[int, int] = {}
    for row in rows:
        if row.pair is not None:
            low, high = people_of(row.pair)
            others[row.conversation] = high if low == user.pk else low
    people: dict[int, Any] = User.objects.in_bulk(set(others.values()))
    return {
        row.conversation: f"@{people[others[row.conversation]].address}"
        if row.conversation in others
        else f"#{row.room}"
        if row.room
        else f"&{row.conversation}"
        for row in rows
    }

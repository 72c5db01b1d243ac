"""What a message is found by: its entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from chat.files.reading import files_at, text_in
from chat.files.wording import MARK, words_in
from chat.mentions.models import Mention
from chat.models import Message
from chat.models.messages.pin import is_pinned
from chat.search import engine, postgres, terms
from chat.search.models import KEYS, Entry
from chat.search.tokens import ASCII_WORDS, WORD_CHARACTERS, tokens_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A bucket is a mark of PostgreSQL alone, made of the message's key.
_WORDS = {
    "sqlite": "said.column4",
    "postgresql": f"CAST(said.column4 || ' ^' || message.id / {postgres.BUCKET}"
    " AS tsvector)",
}
_STORE = f"""
    INSERT INTO search_entry (place, message_id, conversation_id, words)
    SELECT said.column3 * {KEYS} + message.id %% {KEYS}, message.id, said.column1,
        {{words}}
    FROM (VALUES {{rows}}) AS said CROSS JOIN chat_message AS message
    WHERE message.conversation_id = said.column1 AND message.seq = said.column2
    ON CONFLICT (place) DO UPDATE SET message_id = excluded.message_id,
        conversation_id = excluded.conversation_id, words = excluded.words
    WHERE search_entry.words <> excluded.words
"""  # noqa: S608


class Said(NamedTuple):
    """A message that has words, as it reads now; ``text`` is in its files."""

    conversation: int
    seq: int
    author: int
    body: str
    at: datetime
    marks: tuple[str, ...] = ()
    text: str = ""


def put(said: Sequence[Said]) -> None:
    """Have entries of these messages, which are stored; those that are right stay."""
    if not said:
        return
    vendor = connection.vendor
    rows = [
        (each.conversation, each.seq, milliseconds(each.at), _words(each, vendor))
        for each in said
    ]
    marks = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
    query = _STORE.format(rows=marks, words=_WORDS[vendor])
    with connection.cursor() as cursor:
        cursor.execute(query, [value for row in rows for value in row])


def read(messages: QuerySet[Message]) -> list[Said]:
    """Messages of one conversation as they are stored, with what else marks them."""
    fields = "conversation_id", "seq", "author_id", "body", "at", "is_pinned"
    rows: list[Any] = list(
        messages.annotate(is_pinned=is_pinned()).values_list(*fields)
    )
    named = defaultdict(list)
    for number in {row[0] for row in rows}:
        found = Mention.objects.filter(
            conversation=number, seq__in=[row[1] for row in rows]
        )
        for seq, person in found.values_list("seq", "person_id"):
            named[seq].append(terms.naming(person))
    files = files_at(
        [(row[0], row[1]) for row in rows if MARK in row[3]], with_text=True
    )
    said = []
    for number, seq, author, body, at, is_it in rows:
        its = files.get((number, seq), [])
        marks = [*named[seq], terms.IS["pinned"]] if is_it else named[seq]
        marks += [terms.HAS["file"]] if its else []
        marks += [terms.HAS["picture"]] if any(each.width for each in its) else []
        text = text_in(its)
        said.append(Said(number, seq, author, body, at, tuple(marks), text))
    return said


def take_away(messages: Iterable[tuple[int, datetime]]) -> None:
    """Forget messages, by their keys and times."""
    places = [place_of(at, key) for key, at in messages]
    Entry.objects.filter(place__in=places).delete()


def leave_out(conversation: int) -> None:
    """Forget all that was said there."""
    engine.here().leave_out(terms.in_conversation(conversation))


def place_of(at: datetime, message: int) -> int:
    """Where the entry of a message stands, by its time and its key."""
    return milliseconds(at) * KEYS + message % KEYS


def milliseconds(at: datetime) -> int:
    """Since 1970."""
    return (at - EPOCH) // timedelta(milliseconds=1)


def _words(said: Said, vendor: str) -> str:
    """A message's tokens and marks, as ``Entry.words`` has them."""
    # A file's name stands in the marks of code.
    body = words_in(said.body) if MARK in said.body else said.body
    marks = [f"={said.conversation}", f"@{said.author}", *said.marks]
    if ("://" in body or "www." in body.lower()) and terms.LINK.search(body):
        marks.append(terms.HAS["link"])
    if "`" in body and terms.CODE.search(body):
        marks.append(terms.HAS["code"])
    body = said.body + said.text
    if body.isascii():
        found = ASCII_WORDS(body.lower())
        letters: list[str] = []
        if max(map(len, found), default=0) > WORD_CHARACTERS:
            found = [word[:WORD_CHARACTERS] for word in found]
    else:
        found, letters = tokens_of(body)
        known = set(found)
        letters = [letter for letter in letters if letter not in known]
    words = _placed(found) if vendor == "postgresql" else found
    # The marks stand between: no phrase leads from the words to the letters.
    return " ".join([*words, *marks, *letters])


def _placed(words: Sequence[str]) -> list[str]:
    """Words as a ``tsvector`` is written."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(place))
    return [f"{word}:{','.join(its)}" for word, its in places.items()]

"""SQLite: an FTS5 index over the entries, which triggers keep in step with them.

https://www.sqlite.org/fts5.html: an *external content* table has no copy of the words,
and needs the old ones to forget them (§4.4.3). The tokens come as they are: the
tokenizer ``ascii`` only parts them at blanks. Prefixes of two letters have an index of
their own. The order of places is that of the rows, which a query walks down from the
newest until it has enough.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

from chat.search.query import Phrase
from chat.search.terms import Terms, joined
from chat.wire.errors import TooBroad

_FORGET = """INSERT INTO search_words (search_words, rowid, words)
    VALUES ('delete', old.place, old.words)"""
_LEARN = "INSERT INTO search_words (rowid, words) VALUES (new.place, new.words)"
MAKE = [
    """CREATE VIRTUAL TABLE search_words USING fts5(
        words, content='search_entry', content_rowid='place', columnsize=0, prefix='2',
        tokenize="ascii tokenchars '=@^'"
    )""",
    f"""CREATE TRIGGER search_entry_new AFTER INSERT ON search_entry
    BEGIN {_LEARN}; END""",
    f"""CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry
    BEGIN {_FORGET}; END""",
    f"""CREATE TRIGGER search_entry_other AFTER UPDATE ON search_entry
    BEGIN {_FORGET}; {_LEARN}; END""",
]
DROP = [
    *("DROP TRIGGER search_entry_new", "DROP TRIGGER search_entry_gone"),
    *("DROP TRIGGER search_entry_other", "DROP TABLE search_words"),
]
EMPTY = "DELETE FROM search_entry"
ROOM = """
    DELETE FROM search_entry
    WHERE place IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)
"""
NEWEST = """
    SELECT rowid AS place FROM search_words
    WHERE search_words MATCH %s AND rowid >= %s AND rowid < %s
    ORDER BY rowid DESC LIMIT %s
"""
BEST = f"""
    WITH newest AS ({NEWEST}), apart AS MATERIALIZED (
        SELECT place, ' ' || REPLACE(words, ' ', '  ') || ' ' AS words
        FROM newest JOIN search_entry USING (place)
    ), said AS MATERIALIZED (SELECT *, LENGTH(words) AS size FROM apart)
    SELECT place FROM said ORDER BY {{score}} DESC, place DESC LIMIT %s OFFSET %s
"""  # noqa: S608
# How often a phrase is there, and what that counts for in a text of that length: BM25,
# with its usual constants, of words that all of them have.
TIMES = "(size + 0.0 - LENGTH(REPLACE(words, %s, ''))) / LENGTH(%s)"
SCORE = f"({TIMES}) / ({TIMES} + 0.3 + size / 100.0)"
# What a question takes is done in this thread.
CLOCK = time.thread_time
# Of the steps that its machine takes, after which it is looked at the clock.
STEPS = 1000


def newest(terms: Terms, most: int) -> list[int]:
    """The places of the newest that have them."""
    return _ask(NEWEST, _bounds(terms, most))


def best(terms: Terms, most: int, skipped: int, among: int) -> list[int]:
    """The places of those that fit best, among so many of the newest."""
    padded = [
        " " + "  ".join(its.words) + " " * (not its.is_prefix) for its in terms.phrases
    ]
    query = BEST.format(score=" + ".join([SCORE] * len(padded)))
    scored = [word for word in padded for _ in range(4)]
    return _ask(query, [*_bounds(terms, among), *scored, most, skipped])


def leave_out(conversation_mark: str) -> None:
    """Forget all entries of a conversation."""
    with connection.cursor() as cursor:
        cursor.execute(ROOM, [_quoted(conversation_mark)])


def _bounds(terms: Terms, most: int) -> list[Any]:
    return [expression(terms), terms.first, terms.end, most]


def expression(terms: Terms) -> str:
    """As FTS5 takes it (§3)."""
    groups = (joined("OR", map(_quoted, marks)) for marks in terms.marks)
    wanted = joined("AND", [*groups, *map(_phrase, terms.phrases)])
    unwanted = [*map(_quoted, terms.unmarked), *map(_phrase, terms.unwanted)]
    return f"{wanted} NOT {joined('OR', unwanted)}" if unwanted else wanted


def _phrase(phrase: Phrase) -> str:
    return _quoted(" ".join(phrase.words)) + "*" * phrase.is_prefix


def _quoted(words: str) -> str:
    return f'"{words}"'  # there is no quote in a token


def _ask(query: str, values: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [place for [place] in cursor.fetchall()]


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """What is asked in there takes no longer, about.

    Raises:
        TooBroad: it would.
    """
    connection.ensure_connection()
    database, end = connection.connection, time.monotonic() + seconds
    is_over = False

    def look() -> bool:
        nonlocal is_over
        is_over = time.monotonic() > end
        return is_over

    database.set_progress_handler(look, STEPS)
    try:
        yield
    except OperationalError as error:
        # It says "interrupted", or what could not be done by that.
        if not is_over:
            raise
        connection.errors_occurred = False  # it is as sound as before
        raise TooBroad from error
    finally:
        database.set_progress_handler(None, 0)

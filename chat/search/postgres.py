"""PostgreSQL: each entry is a ``tsvector``, and all are in a GIN index.

Such an index knows no order: to find the newest of a word that is everywhere by it
would be to read all of them. So the newest entries are looked through first, one by
one; what is not there often enough is rare enough to be asked for. To find the best
among the newest, how often it is there says how far back to ask. What is said all the
time is in the index so often that this is told by marks: every ``BUCKET`` messages
share one. The index looks at each entry of each of what is asked for by "or", unless
something else is rarer, and so neither many marks nor many rooms are.

https://www.postgresql.org/docs/current/textsearch.html, and gin.html for the list of
what waits to be put in, which everybody reads through who searches: it is short.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

from chat.search.models import KEYS
from chat.search.query import Phrase
from chat.search.terms import Terms, joined
from chat.wire.errors import TooBroad

BUCKET = 2**14
MAKE = [
    """CREATE INDEX search_words ON search_entry USING gin (words)
    WITH (fastupdate = on, gin_pending_list_limit = 256)"""
]
DROP = ["DROP INDEX search_words"]
EMPTY = "TRUNCATE search_entry"
ROOM = "DELETE FROM search_entry WHERE words @@ %s::tsquery"
# The server works for a question while this thread waits.
CLOCK = time.monotonic
# So many are looked through.
WALK = 8000
WALKED = """
    SELECT place FROM (
        SELECT place, conversation_id, words FROM search_entry
        WHERE place >= %s AND place < %s ORDER BY place DESC LIMIT %s
    ) AS newest
    WHERE conversation_id = ANY(%s) AND words @@ %s::tsquery
    ORDER BY place DESC LIMIT %s
"""
HITS = """
    WITH hits AS MATERIALIZED (
        SELECT place, words FROM search_entry
        WHERE words @@ %s::tsquery AND place >= %s AND place < %s
            AND conversation_id = ANY(%s)
    )
"""
NEWEST = f"{HITS} SELECT place FROM hits ORDER BY place DESC LIMIT %s"  # noqa: S608
BEST = f"""
    {HITS}, newest AS (SELECT place, words FROM hits ORDER BY place DESC LIMIT %s)
    SELECT place FROM newest
    ORDER BY ts_rank(words, %s::tsquery, 1) DESC, place DESC LIMIT %s OFFSET %s
"""  # noqa: S608
# Of the newest messages: how many are in these conversations, have that, or both.
SHARES = """
    SELECT COUNT(*) FILTER (WHERE mine), COUNT(*) FILTER (WHERE said),
        COUNT(*) FILTER (WHERE mine AND said)
    FROM (
        SELECT conversation_id = ANY(%s) AS mine, words @@ %s::tsquery AS said
        FROM search_entry WHERE place >= %s AND place < %s ORDER BY place DESC LIMIT %s
    ) AS newest
"""
# To read an entry itself takes as long as to look at so many in the index.
ENTRY = 50
LAST = "SELECT COALESCE(MAX(id), 0) FROM chat_message"
SAID_AT = f"""
    SELECT CAST(FLOOR(EXTRACT(EPOCH FROM at) * 1000) AS bigint) * {KEYS}
    FROM chat_message WHERE id >= %s ORDER BY id LIMIT 1
"""  # noqa: S608
# What is searched is in memory, or soon is: else the planner spares itself the index of
# places, by which it would read half as much.
SETTINGS = """
    SELECT set_config('statement_timeout', %s, true),
        set_config('random_page_cost', '1.1', true)
"""


def newest(terms: Terms, most: int) -> list[int]:
    """The places of the newest that have them."""
    here, asked = _apart(terms)
    found = _ask(WALKED, *_span(terms), WALK, here, asked, most)
    if len(found) == most:
        return found
    [(mine, said, _)] = _rows(SHARES, here, asked, *_span(terms), WALK)
    wanted = joined("&", [asked, *_of_few(terms, mine, said)])
    return _ask(NEWEST, wanted, *_span(terms), here, most)


def best(terms: Terms, most: int, skipped: int, among: int) -> list[int]:
    """The places of those that fit best, among so many of the newest."""
    here, asked = _apart(terms)
    [(mine, said, both)] = _rows(SHARES, here, asked, *_span(terms), WALK)
    [last] = _ask(LAST)
    # Half as many again: it may have been rarer before.
    back = min(last, int(1.5 * among * WALK / both) + BUCKET) if both else last
    first, narrower = terms.first, [asked]
    if back < last:
        first = max(first, _place_of(last - back))
        buckets = range((last - back) // BUCKET, last // BUCKET + 1)
        if len(buckets) ** 2 * BUCKET < said / WALK * last:
            narrower.append(joined("|", (_quoted(f"^{each}") for each in buckets)))
    narrower += _of_few(terms, mine, said * back / max(1, last))
    words = expression(Terms(0, 0, phrases=terms.phrases))
    asked_for = joined("&", narrower), first, terms.end, here
    return _ask(BEST, *asked_for, among, words, most, skipped)


def leave_out(conversation_mark: str) -> None:
    """Forget all entries of a conversation."""
    with connection.cursor() as cursor:
        cursor.execute(ROOM, [_quoted(conversation_mark)])


def expression(terms: Terms) -> str:
    """As ``tsquery`` reads it."""
    groups = (joined("|", map(_quoted, marks)) for marks in terms.marks)
    unwanted = [*map(_quoted, terms.unmarked), *map(_phrase, terms.unwanted)]
    wanted = [*groups, *map(_phrase, terms.phrases), *(f"!{its}" for its in unwanted)]
    return joined("&", wanted)


def _apart(terms: Terms) -> tuple[list[int], str]:
    """The conversations, which are the first of the marks, and all else.

    So many are quicker asked as numbers.
    """
    mine, *others = terms.marks
    here = [int(mark[1:]) for mark in mine]
    rest = Terms(0, 0, terms.phrases, others or [mine], terms.unwanted, terms.unmarked)
    if terms.phrases and not others:
        rest.marks = []
    return here, expression(rest)


def _of_few(terms: Terms, mine: int, said: float) -> list[str]:
    """The marks of the conversations, where what is said there is rarer than the rest.

    ``mine``, ``said``: how much is there, and how often the rest is said anywhere.
    """
    rooms = terms.marks[0]
    few = len(rooms) * mine <= ENTRY * said
    return [joined("|", map(_quoted, rooms))] if few else []


def _span(terms: Terms) -> tuple[int, int]:
    return terms.first, terms.end


def _place_of(message: int) -> int:
    """Nothing that was stored later has its place before, but by an import."""
    return next(iter(_ask(SAID_AT, message)), 0)


def _phrase(phrase: Phrase) -> str:
    *words, last = map(_quoted, phrase.words)
    return joined("<->", [*words, last + ":*" * phrase.is_prefix])


def _quoted(word: str) -> str:
    return f"'{word}'"  # there is no quote in a token


def _ask(query: str, *values: Any) -> list[Any]:
    return [value for [value] in _rows(query, *values)]


def _rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """What is asked in there takes no longer, each question for itself.

    Raises:
        TooBroad: it would.
    """
    try:
        with transaction.atomic():
            _rows(SETTINGS, f"{1000 * seconds:.0f}")
            yield
    except OperationalError as error:
        if type(error.__cause__).__name__ != "QueryCanceled":
            raise
        connection.errors_occurred = False  # it is as sound as before
        raise TooBroad from error

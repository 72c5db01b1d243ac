"""PostgreSQL: each entry is a ``tsvector``, and all are in a GIN index.

Such an index knows no order: to find the newest of a word that is everywhere by it
would be to read all of them. So the newest entries are looked through first, one by
one; what is not there often enough is rare enough to be asked for. To find the best
among the newest, how often it is there says how far back to ask: every ``BUCKET``
messages share a mark, by which the index leaves out all older ones.

https://www.postgresql.org/docs/current/textsearch.html, and gin.html for the list of
what waits to be put in, which everybody reads through who searches: it is short.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

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
    )
"""
NEWEST = f"{HITS} SELECT place FROM hits ORDER BY place DESC LIMIT %s"  # noqa: S608
BEST = f"""
    {HITS}, newest AS (SELECT place, words FROM hits ORDER BY place DESC LIMIT %s)
    SELECT place FROM newest
    ORDER BY ts_rank(words, %s::tsquery, 1) DESC, place DESC LIMIT %s OFFSET %s
"""  # noqa: S608
LAST = "SELECT COALESCE(MAX(id), 0) FROM chat_message"


def newest(terms: Terms, most: int) -> list[int]:
    """The places of the newest that have them."""
    found = _walked(terms, most)
    if len(found) == most:
        return found
    return _ask(NEWEST, expression(terms), terms.first, terms.end, most)


def best(terms: Terms, most: int, skipped: int, among: int) -> list[int]:
    """The places of those that fit best, among so many of the newest."""
    words = expression(Terms(0, 0, phrases=terms.phrases))
    asked = joined("&", [expression(terms), *_back_to(terms, among)])
    span = terms.first, terms.end
    return _ask(BEST, asked, *span, among, words, most, skipped)


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


def _walked(terms: Terms, most: int) -> list[int]:
    """Those among the ``WALK`` newest messages of the site.

    The first of the marks are of the conversations: so many are quicker asked as
    numbers.
    """
    mine, *others = terms.marks
    here = [int(mark[1:]) for mark in mine]
    rest = Terms(0, 0, terms.phrases, others or [mine], terms.unwanted, terms.unmarked)
    if terms.phrases and not others:
        rest.marks = []
    asked = expression(rest)
    return _ask(WALKED, terms.first, terms.end, WALK, here, asked, most)


def _back_to(terms: Terms, among: int) -> list[str]:
    """The marks of the newest buckets that have about so many of them, or none: all."""
    [last] = _ask(LAST)
    dense = len(_walked(terms, WALK)) / WALK
    buckets = last // BUCKET + 1
    # Half as many again: it may have been rarer before.
    needed = int(1.5 * among / (dense * BUCKET)) + 2 if dense else buckets
    if needed >= buckets:
        return []
    return [joined("|", (_quoted(f"^{buckets - 1 - back}") for back in range(needed)))]


def _phrase(phrase: Phrase) -> str:
    *words, last = map(_quoted, phrase.words)
    return joined("<->", [*words, last + ":*" * phrase.is_prefix])


def _quoted(word: str) -> str:
    return f"'{word}'"  # there is no quote in a token


def _ask(query: str, *values: Any) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [place for [place] in cursor.fetchall()]


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """What is asked in there takes no longer, each question for itself.

    Raises:
        TooBroad: it would.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SET LOCAL statement_timeout = %s", [int(1000 * seconds)]
                )
            yield
    except OperationalError as error:
        if type(error.__cause__).__name__ != "QueryCanceled":
            raise
        connection.errors_occurred = False  # it is as sound as before
        raise TooBroad from error

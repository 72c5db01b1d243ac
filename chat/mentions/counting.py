"""How many unread messages name somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import connection

from chat import wire
from chat.models.members.sidebar import UNREAD_MOST

# A database takes only so many parameters.
AT_ONCE = 1000
# {rows}: a person's number, a conversation's, and how far they have read it. Whoever is
# named is found by one index, a call by another.
UNREAD = """
    WITH seen (person, place, read) AS (VALUES {rows}), named (person, place, seq) AS (
        SELECT seen.person, seen.place, mention.seq
        FROM seen CROSS JOIN mentions_mention AS mention
        WHERE mention.person_id = seen.person AND mention.conversation_id = seen.place
        AND mention.seq > seen.read
        UNION
        SELECT seen.person, seen.place, mention.seq
        FROM seen CROSS JOIN mentions_mention AS mention
        WHERE mention.person_id IS NULL AND mention.conversation_id = seen.place
        AND mention.seq > seen.read AND mention.names = 'room'
    )
    SELECT named.person, named.place, COUNT(*)
    FROM named CROSS JOIN chat_message AS said
    WHERE said.conversation_id = named.place AND said.seq = named.seq
    AND NOT said.deleted AND said.author_id <> named.person AND NOT EXISTS (
        SELECT 1 FROM chat_block AS block
        WHERE block.blocker_id = named.person AND block.blocked_id = said.author_id
    )
    GROUP BY named.person, named.place
"""


def add(seen: Mapping[int, Sequence[wire.Conversation]]) -> None:
    """Count them for these people; where nothing is unread, nothing is asked."""
    found = {
        (person, each.id): each
        for person, its in seen.items()
        for each in its
        if each.unread
    }
    rows = [(person, number, found[person, number].read) for person, number in found]
    for person, number, count in _counts(rows):
        found[person, number].mentions = min(count, UNREAD_MOST)


def _counts(rows: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        marks = ", ".join(["(%s, %s, %s)"] * len(some))
        values = [value for row in some for value in row]
        with connection.cursor() as cursor:
            cursor.execute(UNREAD.format(rows=marks), values)
            found = cursor.fetchall()
        yield from found

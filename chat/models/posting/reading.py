"""An own post reads what came before it, where it says so.

Who has read all of that, or knows of nothing but their own words, needs no mark: a post
comes here only when others have said something since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chat import wire
from chat.delivery.groups import person_group
from chat.models.hooks import Told

# {rows}: a conversation's number, a person's, and that of what they have said there.
BEHIND = """
    SELECT said.column1, said.column2, said.column3
    FROM (VALUES {rows}) AS said CROSS JOIN chat_membership AS membership
    WHERE membership.conversation_id = said.column1
    AND membership.user_id = said.column2 AND EXISTS (
        SELECT 1 FROM chat_message AS word
        WHERE word.conversation_id = said.column1 AND word.seq > membership.read
        AND word.seq < said.column3 AND word.author_id <> said.column2
    )
"""
READ = """
    UPDATE chat_membership SET read = said.column3
    FROM (VALUES {rows}) AS said
    WHERE conversation_id = said.column1 AND user_id = said.column2
    AND read < said.column3
"""


def mark_read(
    ask: Callable[[str, Sequence[Sequence[int]]], list[Any]],
    posted: dict[tuple[int, int], int],
) -> Told:
    """Mark it read, in the storing transaction; returns what these people are told.

    ``posted``: the last number that each has posted, by conversation and person;
    ``ask(query, rows)`` runs a query.
    """
    behind = ask(BEHIND, [(*where, seq) for where, seq in posted.items()])
    ask(READ, behind)
    return [
        ([person_group(person)], wire.Read(conversation=place, seq=seq))
        for place, person, seq in behind
    ]

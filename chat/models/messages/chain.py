"""Which messages of a log belong to one chain of replies."""

from __future__ import annotations

from django.db import connection

# A reply comes after what it answers, so that neither way leads back.
_UP = """
    WITH RECURSIVE above (seq, reply_to, steps) AS (
        SELECT seq, reply_to, 1 FROM chat_message
        WHERE conversation_id = %s AND seq = %s
        UNION ALL
        SELECT said.seq, said.reply_to, above.steps + 1
        FROM above CROSS JOIN chat_message AS said
        WHERE said.conversation_id = %s AND said.seq = above.reply_to
        AND above.steps < %s
    )
    SELECT seq FROM above
"""
_DOWN = """
    WITH RECURSIVE below (seq) AS (
        SELECT seq FROM chat_message WHERE conversation_id = %s AND seq = %s
        UNION
        SELECT said.seq FROM below CROSS JOIN chat_message AS said
        WHERE said.conversation_id = %s AND said.reply_to = below.seq
    )
    SELECT seq FROM below LIMIT %s
"""


def chain_of(conversation: int, seq: int, most: int) -> list[int]:
    """The numbers of what that message answers, of itself, and of its answers.

    Nearer ones first, if there are more than ``most``; up to half of them are above.
    """
    above = _ask(_UP, conversation, seq, conversation, max(2, most // 2))
    below = _ask(_DOWN, conversation, seq, conversation, most - len(above) + 1)
    return [*above, *below[1:]]


def _ask(query: str, *values: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [seq for (seq,) in cursor.fetchall()]

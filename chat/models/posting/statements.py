"""The SQL of posting: to put it together would cost Django more than all the rest.

``VALUES`` calls its columns column1, column2, … in both databases, and ``CROSS JOIN``
has SQLite begin with them, where it would else read the whole table. ``{rows}`` and
``{marks}`` are as many ``%s`` as there are values.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from chat.models.messages.message import Message
from chat.models.tables.columns import beyond, insert
from chat.text.markdown import RENDERER

# What finds a place that is meant by another thing than its number.
NUMBERS = "SELECT id, name, key, pair FROM chat_conversation WHERE {}"
LOCK = """
    SELECT id FROM chat_conversation WHERE id IN ({marks}) ORDER BY id
    FOR NO KEY UPDATE
"""
# What they are called, who they are, whether they are there, which id was used, whether
# it is a talk with a guest who has lost the name, what they may do as, and the place.
STANDING = """
    SELECT said.column1, author.name, author.epoch, author.is_active, author.muted,
        membership.read, block.id, earlier.id,
        CASE WHEN place.pair IS NULL THEN FALSE ELSE EXISTS (
            SELECT 1 FROM chat_membership AS theirs CROSS JOIN chat_user AS other
            WHERE theirs.conversation_id = place.id AND other.id = theirs.user_id
            AND SUBSTR(other.key, 1, 1) = '~'
        ) END, author.is_staff, membership.role,
        place.id, place.pair, place.private, place.head, place.speakers, place.slow,
        place.archived, place.happened_last
    FROM (VALUES {rows}) AS said CROSS JOIN chat_user AS author
    LEFT JOIN chat_conversation AS place ON place.id = said.column3
    LEFT JOIN chat_membership AS membership
    ON membership.conversation_id = place.id AND membership.user_id = author.id
    LEFT JOIN chat_block AS block
    ON block.blocker_id = author.id AND block.pair = place.pair
    LEFT JOIN chat_message AS earlier
    ON earlier.author_id = author.id AND earlier.uuid = said.column4
    WHERE author.id = said.column2
"""
HEADS = """
    UPDATE chat_conversation SET head = taken.column2
    FROM (VALUES {rows}) AS taken WHERE id = taken.column1
"""


class Stored(NamedTuple):
    """What a post stores, by the fields of ``Message``; in the database's own types."""

    conversation: int
    seq: int
    changed: int
    author: int
    uuid: Any
    body: str
    html: str
    digest: bytes
    at: Any
    action: bool
    edited: bool = False
    deleted: bool = False
    renderer: int = RENDERER
    reply_to: int | None = None


OTHERS = beyond(Message, Stored._fields)
_FIELDS = [*Stored._fields, *(field.name for field in OTHERS)]
STORE = insert(Message, _FIELDS)
# The same for a single row.
STORE_ROW = STORE.format(rows=f"({', '.join(['%s'] * len(_FIELDS))})")

"""What one person's client keeps on disk: the outbox, and the last of what was said.

Two copies of the client may have it open. A post is a row of its own, and its id makes
sending it twice the same as once, so both may send it. Messages only ever get newer,
whoever writes them. ``floor`` is the seq from which on the rows of a conversation are
an unbroken run: whoever begins anew raises it, and it is lowered only by who knows that
nobody else has. Of a log that was restored from a backup nothing is put beside what is
kept of the one before, nor the other way round.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from chat.desktop.core.history.messages import Event, Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.sending.posts import Post, keep_post, post_of
from chat.desktop.core.storage.tables import opened, transaction

KEPT = 1000
# The fact that tells whose HTML is in the messages. (Clients of before had another
# one: what they kept has no quotes.)
RENDERER = "drawn"

_PUT_CONVERSATION = """
INSERT INTO conversation VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
SET wire = excluded.wire, number = max(number, excluded.number)
"""
_PUT_MESSAGE = """
INSERT INTO message VALUES (?, ?, ?, ?) ON CONFLICT (conversation, seq) DO UPDATE
SET changed = excluded.changed, wire = excluded.wire
WHERE excluded.changed > message.changed
"""
_TRIM = """
DELETE FROM message WHERE conversation = ?1 AND seq <= (
    SELECT seq FROM message WHERE conversation = ?1
    ORDER BY seq DESC LIMIT 1 OFFSET ?2
)
"""


class Store:
    """Raises sqlite3.Error where the disk does not do what it should."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._dirty: dict[int, tuple[Conversation, dict[int, Message]]] = {}
        self._facts: dict[str, str] = {}
        try:
            self._database = opened(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            # It is no database any more: what is left of it may be of use to somebody.
            path.replace(path.with_suffix(".broken"))
            self._database = opened(path)

    def close(self) -> None:
        """Write what is not written yet."""
        self.flush()
        self._database.close()

    @property
    def is_dirty(self) -> bool:
        """Whether something was put that is not written yet."""
        return bool(self._dirty or self._facts)

    # --- Facts ------------------------------------------------------------------------

    def fact(self, name: str) -> str:
        """A fact that was kept, or nothing."""
        if name in self._facts:
            return self._facts[name]
        rows = self._rows("SELECT value FROM fact WHERE name = ?", name)
        return str(rows[0][0]) if rows else ""

    def keep_fact(self, name: str, value: str) -> None:
        with transaction(self._database):
            self._run("INSERT OR REPLACE INTO fact VALUES (?, ?)", name, value)

    def put_fact(self, name: str, value: str) -> None:
        """Keep it with the next ``flush``."""
        self._facts[name] = value

    # --- The outbox -------------------------------------------------------------------

    def posts(self) -> list[Post]:
        """What is not posted yet, in the order it was made, by whichever copy."""
        rows = self._rows(
            "SELECT post.*, more, reply, number, files FROM post"
            " LEFT JOIN post_more USING (id) LEFT JOIN post_reply USING (id)"
            " LEFT JOIN post_held USING (id) LEFT JOIN post_files USING (id)"
            " ORDER BY made, id"
        )
        return [post_of(*row) for row in rows]

    def keep_posts(self, posts: Iterable[Post]) -> None:
        """All of them, or none."""
        with transaction(self._database):
            for post in posts:
                keep_post(self._run, post)

    def has_post(self, id: str) -> bool:
        """Whether it is still to be sent: another copy may have done it."""
        return bool(self._rows("SELECT 1 FROM post WHERE id = ?", id))

    def drop_post(self, id: str) -> None:
        with transaction(self._database):
            self._run("DELETE FROM post WHERE id = ?", id)
            self._run("DELETE FROM post_more WHERE id = ?", id)
            self._run("DELETE FROM post_reply WHERE id = ?", id)
            self._run("DELETE FROM post_held WHERE id = ?", id)
            self._run("DELETE FROM post_files WHERE id = ?", id)

    # --- The log ----------------------------------------------------------------------

    def conversations(self) -> list[Event]:
        """The conversations as they were last seen; ``head`` is what is here."""
        rows = self._rows("SELECT wire, number FROM conversation ORDER BY id")
        return [{**json.loads(wire), "head": number} for wire, number in rows]

    def messages(self, conversation: int) -> list[Message]:
        """The last messages of a conversation: an unbroken run up to its ``head``."""
        rows = self._rows(
            "SELECT m.wire FROM message m JOIN conversation c ON c.id = m.conversation"
            " WHERE c.id = ? AND m.seq >= c.floor ORDER BY m.seq",
            conversation,
        )
        return [Message.of(json.loads(wire)) for (wire,) in rows]

    def put(self, conversation: Conversation, messages: Iterable[Message] = ()) -> None:
        """Keep what is new of a conversation, with the next ``flush``."""
        if conversation.id is not None and conversation.messages is not None:
            _, dirty = self._dirty.setdefault(conversation.id, (conversation, {}))
            dirty.update((message.seq, message) for message in messages)

    def flush(self) -> None:
        """Write what was put; all of it, or nothing."""
        if not self.is_dirty:
            return
        with transaction(self._database):
            for id, (conversation, messages) in self._dirty.items():
                _write(self._database, id, conversation, messages.values())
            for name, value in self._facts.items():
                self._run("INSERT OR REPLACE INTO fact VALUES (?, ?)", name, value)
        self._dirty, self._facts = {}, {}

    def begin(self, conversation: Conversation) -> None:
        """The messages that are here now are all that is known of a conversation."""
        if conversation.id is not None and _is_of_another(self._database, conversation):
            self.forget(conversation.id)
        self.put(conversation, conversation.messages or ())
        self.flush()
        floor = _floor(conversation)
        with transaction(self._database):
            self._run(
                "UPDATE conversation SET floor = ? WHERE id = ?", floor, conversation.id
            )
            self._run(
                "DELETE FROM message WHERE conversation = ? AND seq < ?",
                *(conversation.id, floor),
            )

    def extend(self, conversation: Conversation, former: int) -> None:
        """Older messages came, next below the seq ``former``."""
        self.put(conversation, conversation.messages or ())
        self.flush()
        with transaction(self._database):
            self._run(
                "UPDATE conversation SET floor = ? WHERE id = ? AND floor = ?",
                *(_floor(conversation), conversation.id, former),
            )

    def forget(self, conversation: int, before: int | None = None) -> None:
        """Keep nothing of a conversation; or of what was said before that number."""
        if before is not None:
            self.flush()
            with transaction(self._database):
                old = "DELETE FROM message WHERE conversation = ? AND seq < ?"
                self._run(old, conversation, before)
                floor = "UPDATE conversation SET floor = MAX(floor, ?) WHERE id = ?"
                self._run(floor, before, conversation)
            return
        self._dirty.pop(conversation, None)
        with transaction(self._database):
            self._run("DELETE FROM message WHERE conversation = ?", conversation)
            self._run("DELETE FROM conversation WHERE id = ?", conversation)

    def forget_all(self, fact: str, value: str) -> None:
        """Keep nothing of any conversation, and the fact that says why."""
        self._dirty = {}
        with transaction(self._database):
            self._run("DELETE FROM message")
            self._run("DELETE FROM conversation")
            self._run("INSERT OR REPLACE INTO fact VALUES (?, ?)", fact, value)

    # --- Steps ------------------------------------------------------------------------

    def _run(self, statement: str, *values: Any) -> None:
        self._database.execute(statement, values)

    def _rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._database.execute(question, values).fetchall()


def _write(
    database: sqlite3.Connection,
    id: int,
    conversation: Conversation,
    messages: Iterable[Message],
) -> None:
    if _is_of_another(database, conversation):
        return  # another copy has begun with it, or is to do so
    wire = json.dumps(conversation.wire())
    number, floor = conversation.log.number, _floor(conversation)
    database.execute(_PUT_CONVERSATION, (id, wire, number, floor))
    rows = [(id, m.seq, m.changed, json.dumps(m.wire())) for m in messages]
    database.executemany(_PUT_MESSAGE, rows)
    database.execute(_TRIM, (id, KEPT))


def _is_of_another(database: sqlite3.Connection, conversation: Conversation) -> bool:
    """Whether what is kept is of another epoch of that log."""
    question = "SELECT wire FROM conversation WHERE id = ?"
    rows = database.execute(question, (conversation.id,)).fetchall()
    epochs = [json.loads(wire).get("epoch") for (wire,) in rows]
    return bool(epochs) and conversation.log.is_another(epochs[0] or 0)


def _floor(conversation: Conversation) -> int:
    messages = conversation.messages
    return (messages and messages.first) or 0

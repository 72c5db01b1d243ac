"""The databases that a run can be made on, and how to read them at its end."""

import json
import sqlite3
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from tests.chaos.history import Conversation, Happening, History, Stored

SECONDS = 30


class Database(Protocol):
    """``environment`` is what the site is told of it."""

    environment: dict[str, str]

    def connect(self) -> Any:
        """A connection of the DB-API, in autocommit."""

    def lock(self) -> Any:
        """A connection that keeps every writer waiting until it is closed."""

    def stop(self) -> None:
        """End whatever was started."""


class Sqlite:
    """The site's own, in its data folder."""

    def __init__(self, folder: Path) -> None:
        self.environment: dict[str, str] = {}
        self._file = folder / "chat.sqlite3"

    def connect(self) -> sqlite3.Connection:
        return sqlite3.connect(
            self._file, timeout=SECONDS, isolation_level=None, check_same_thread=False
        )

    def lock(self) -> sqlite3.Connection:
        connection = self.connect()
        connection.execute("BEGIN IMMEDIATE")
        return connection

    def stop(self) -> None:
        """Nothing runs."""


# --- What is in it --------------------------------------------------------------------


def read(connection: Any, history: History, since: float = 0.0) -> None:
    """Put what is stored into the history, whose clock began ``since`` 1970."""
    names = dict(_rows(connection, "SELECT id, name FROM chat_user"))
    staff = _rows(connection, "SELECT name FROM chat_user WHERE is_staff")
    history.staff = frozenset(name for (name,) in staff)
    history.conversations = _conversations(connection, names, since)
    history.messages = _messages(connection, names)


def _conversations(
    connection: Any, names: dict[int, str], since: float
) -> list[Conversation]:
    read: dict[int, dict[str, int]] = defaultdict(dict)
    roles: dict[int, dict[str, str]] = defaultdict(dict)
    query = "SELECT conversation_id, user_id, read, role FROM chat_membership"
    for number, user, seq, role in _rows(connection, query):
        read[number][names[user]], roles[number][names[user]] = seq, role
    happened = _happened(connection, names, since)
    query = "SELECT id, head, topic FROM chat_conversation"
    return [
        Conversation(
            *(number, head, frozenset(read[number]), topic, read[number]),
            happened=happened[number],
            roles=roles[number],
        )
        for number, head, topic in _rows(connection, query)
    ]


def _happened(
    connection: Any, names: dict[int, str], since: float
) -> dict[int, dict[int, Happening]]:
    """What happened in each conversation, by its number there."""
    happened: dict[int, dict[int, Happening]] = defaultdict(dict)
    query = (
        "SELECT conversation_id, seq, kind, actor_id, whom_id, facts, at"
        " FROM chat_happening"
    )
    for number, seq, kind, actor, whom, facts, at in _rows(connection, query):
        known = json.loads(facts)
        happened[number][seq] = Happening(
            kind,
            names.get(actor, ""),
            names.get(whom, ""),
            known.get("value"),
            known.get("reason", ""),
            _seconds(at) - since,
        )
    return happened


def _seconds(at: Any) -> float:
    """Since 1970; SQLite has no times of its own."""
    if isinstance(at, str):
        at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return at.timestamp()


def _messages(connection: Any, names: dict[int, str]) -> list[Stored]:
    reactions = defaultdict(set)
    query = "SELECT message_id, emoji, user_id FROM chat_reaction"
    for message, emoji, user in _rows(connection, query):
        reactions[message].add((emoji, names[user]))
    named = _named(connection)
    query = (
        "SELECT id, conversation_id, seq, changed, uuid, author_id, body, edited,"
        " deleted FROM chat_message"
    )
    return [
        Stored(
            number,
            seq,
            changed,
            str(UUID(str(uuid))),
            names[author],
            body,
            bool(edited),
            bool(deleted),
            frozenset(reactions[key]),
            frozenset(named[number, seq]),
        )
        for key, number, seq, changed, uuid, author, body, edited, deleted in _rows(
            connection, query
        )
    ]


def _named(connection: Any) -> dict[tuple[int, int], set[int]]:
    """Whom each message names, by its conversation and number."""
    named = defaultdict(set)
    query = (
        "SELECT conversation_id, seq, person_id FROM mentions_mention"
        " WHERE person_id IS NOT NULL"
    )
    for number, seq, person in _rows(connection, query):
        named[number, seq].add(person)
    return named


def _rows(connection: Any, query: str) -> list[tuple]:
    return connection.execute(query).fetchall()

"""The databases that a run can be made on, and how to read them at its end."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from tests.chaos.history import Conversation, History, Stored

SECONDS = 30


class Unavailable(Exception):
    """There is no such database here; the text is one sentence."""


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


class Postgres:
    """A server of its own, in a folder of its own, on a free port of loopback."""

    def __init__(self) -> None:
        self._bin = _postgres()
        self._folder = Path(tempfile.mkdtemp(prefix="chaos-postgres-"))
        self._port = _free_port()
        url = f"postgresql://chat@127.0.0.1:{self._port}/postgres"
        self.environment = {"DATABASE_URL": url}
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
        options = ("--auth=trust", "--username=chat", "--encoding=UTF8", "--no-sync")
        self._run("initdb", *options, "-D", str(self._folder / "data"))
        self.start()

    def connect(self) -> Any:
        import psycopg

        return psycopg.connect(self.environment["DATABASE_URL"], autocommit=True)

    def lock(self) -> Any:
        connection = self.connect()
        connection.execute("BEGIN")
        connection.execute("LOCK TABLE chat_conversation IN EXCLUSIVE MODE")
        return connection

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        words = ["-D", str(self._folder / "data"), "-p", str(self._port)]
        words += ["-c", "listen_addresses=127.0.0.1", "-k", str(self._folder)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_as_postgres(), self._bin / "postgres", *words],
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        self._wait_until_it_answers()

    def crash(self) -> None:
        """Have it end at once, as after a failure: the "immediate" mode."""
        self._end(signal.SIGQUIT)

    def stop(self) -> None:
        self._end(signal.SIGINT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self, how: signal.Signals) -> None:
        if self._process.poll() is None:
            self._process.send_signal(how)
        self._process.wait(SECONDS)

    def _run(self, program: str, *words: str) -> None:
        command = [*_as_postgres(), self._bin / program, *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise Unavailable(f"{program} failed: {done.stderr.strip()}.")

    def _wait_until_it_answers(self) -> None:
        import psycopg

        deadline = time.monotonic() + SECONDS
        while True:
            try:
                return self.connect().close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise
                time.sleep(0.05)


def _postgres() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if found:
        return found[-1].parent
    if on_path := shutil.which("postgres"):
        return Path(on_path).parent
    raise Unavailable("There is no PostgreSQL here: install the package postgresql.")


def _as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid():
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return asking.getsockname()[1]


# --- What is in it --------------------------------------------------------------------


def read(connection: Any, history: History) -> None:
    """Put what is stored into the history."""
    names = dict(_rows(connection, "SELECT id, name FROM chat_user"))
    history.conversations = _conversations(connection, names)
    history.messages = _messages(connection, names)


def _conversations(connection: Any, names: dict[int, str]) -> list[Conversation]:
    read: dict[int, dict[str, int]] = defaultdict(dict)
    query = "SELECT conversation_id, user_id, read FROM chat_membership"
    for number, user, seq in _rows(connection, query):
        read[number][names[user]] = seq
    query = "SELECT id, head, topic FROM chat_conversation"
    return [
        Conversation(number, head, frozenset(read[number]), topic, read[number])
        for number, head, topic in _rows(connection, query)
    ]


def _messages(connection: Any, names: dict[int, str]) -> list[Stored]:
    reactions = defaultdict(set)
    query = "SELECT message_id, emoji, user_id FROM chat_reaction"
    for message, emoji, user in _rows(connection, query):
        reactions[message].add((emoji, names[user]))
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
        )
        for key, number, seq, changed, uuid, author, body, edited, deleted in _rows(
            connection, query
        )
    ]


def _rows(connection: Any, query: str) -> list[tuple]:
    return connection.execute(query).fetchall()

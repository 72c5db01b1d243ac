"""What Django loads as the backend ``chatsite.postgresql``.

A server that stands still (SIGSTOP, a frozen machine, a network that swallows bytes)
acknowledges what is sent and says nothing: no timeout of its own, nor TCP's, ends that.
So a connection has a ``patience``, an option of ours. And a server all of whose
connections are taken is asked again for a moment.
"""

from __future__ import annotations

import time
from typing import Any, Self, TypeVar

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import PQGen

from chat.concurrency.trouble import is_crowded

T = TypeVar("T")

# For so long it is tried to get in where all connections are taken.
CROWDED_SECONDS = 1.0
PAUSE_SECONDS = 0.1
WAKE_SECONDS = 0.1


class Connection(psycopg.Connection[Any]):
    """One whose server has ``patience`` seconds for an answer, if that is not None."""

    patience: float | None = None

    @classmethod
    def connect(  # type: ignore[override]
        cls, conninfo: str = "", *, patience: float | None = None, **how: Any
    ) -> Self:
        connection = super().connect(conninfo, **how)
        connection.patience = patience
        return connection

    def wait(
        self,
        gen: PQGen[T],
        interval: float = WAKE_SECONDS,
        timeout: float | None = None,
    ) -> T:
        try:
            limit = self.patience if timeout is None else timeout
            return super().wait(gen, interval, limit)
        except psycopg.errors._WaitTimeout:
            # Its answer may come at any time, to whoever asks next.
            self.pgconn.finish()
            raise


class _Psycopg:
    """The module as Django uses it, with connections of ours."""

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)

    def connect(self, **how: Any) -> Connection:
        until = time.monotonic() + CROWDED_SECONDS
        while True:
            try:
                return Connection.connect(**how)
            except psycopg.OperationalError as error:
                if not is_crowded(error) or time.monotonic() > until:
                    raise
            time.sleep(PAUSE_SECONDS)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with connections of ours."""

    Database: Any = _Psycopg()
    connection_class = Connection

    def set_autocommit(self, autocommit: bool, *how: Any, **more: Any) -> None:
        """The end of a transaction whose connection is lost: a new one can wait.

        Django would take it at once, and whoever waits for the failure waits longer.
        """
        if self.connection is not None or not autocommit:
            super().set_autocommit(autocommit, *how, **more)

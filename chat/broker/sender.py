"""Publishing from threads, in the channels of one Redis server."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any

import redis

from chat.broker.address import Address
from chat.broker.client import CONNECT_SECONDS
from chat.figures import FIGURES

HUNG_SECONDS = 5.0


class Sender:
    """Publishes from threads, which wait for Redis, and others wait for them.

    If Redis hangs, one of them waits; the others are refused at once, for
    ``HUNG_SECONDS``. One connection is kept: redis-py's client spends more on finding
    one in its pool than on the publishing.
    """

    def __init__(self, url: str) -> None:
        self._pool = Address.read(url).pool(
            socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS
        )
        self._connection: Any = None
        self._lock = threading.Lock()
        self._hung_until = 0.0
        self._is_stale = False

    def forgive(self) -> None:
        """Redis answers again: nobody is refused any more."""
        self._hung_until = 0.0

    def start_anew(self) -> None:
        """Connect before the next message, to where the address leads by then."""
        self._is_stale = True

    def publish(self, messages: Iterable[tuple[str, bytes]]) -> None:
        """Publish each in its topic, all in one go."""
        commands = [("PUBLISH", topic, data) for topic, data in messages]
        with self._lock:
            began = time.monotonic()
            if began < self._hung_until:
                raise redis.TimeoutError("it did not answer a moment ago")
            try:
                self._ask(commands)
            except redis.TimeoutError:
                self._hung_until = time.monotonic() + HUNG_SECONDS
                raise
            finally:
                FIGURES.publish.append(time.monotonic() - began)

    def _ask(self, commands: Sequence[tuple[str, str, bytes]]) -> None:
        # Not one of the process that has forked this one.
        if self._connection is None or self._connection.pid != os.getpid():
            self._connection = self._pool.get_connection()
        elif self._is_stale:
            self._connection.disconnect()
        self._is_stale = False
        try:
            self._ask_at_once(commands)
        except redis.ConnectionError:
            # Redis may have restarted since: it connects anew by itself.
            self._ask_at_once(commands)

    def _ask_at_once(self, commands: Sequence[tuple[str, str, bytes]]) -> None:
        connection, refused = self._connection, None
        # To call ``connect`` where nothing is to be done costs as much as to send.
        if not connection.is_connected:
            connection.connect()  # Sentinels are asked here, and only here
        connection.send_packed_command(connection.pack_commands(commands))
        for _ in commands:
            try:
                connection.read_response()
            except redis.ResponseError as error:
                refused = error  # the other answers are still to be read
        if refused is not None:
            raise refused

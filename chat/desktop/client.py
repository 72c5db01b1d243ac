"""One person at one server: connection, core and disk, tied together.

A face calls ``tick`` when something has come (``woken()`` is called then, in another
thread) or is due, or else often, and draws what its screen is told.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from queue import Empty, SimpleQueue

from chat.desktop.connection.carrier import Carrier
from chat.desktop.connection.connector import Connector
from chat.desktop.connection.events import (
    Carried,
    Connected,
    Connecting,
    ConnectionEvent,
    Disconnected,
    Received,
)
from chat.desktop.connection.pages import open_page
from chat.desktop.connection.patience import Patience
from chat.desktop.connection.trust import Trust
from chat.desktop.core.chat import Chat
from chat.desktop.core.history.messages import Event
from chat.desktop.core.screen import Screen
from chat.desktop.core.storage.store import Store
from chat.desktop.core.timers import Timers
from chat.desktop.settings import Account

TICK_SECONDS = 0.04
# What comes faster than it can be shown waits its turn: the window stays awake.
BUSY_SECONDS = 0.012
FLUSH_SECONDS = 1.0


class Client:
    """``state``: ``connecting``, ``connected``, ``delayed``, ``waiting`` for the next
    try, or ``refused`` until the person does something; ``sentence`` says why.
    """

    def __init__(
        self,
        account: Account,
        folder: Path,
        screen: Screen,
        patience: Patience | None = None,
        *,
        woken: Callable[[], None] | None = None,
    ) -> None:
        self.account = account
        self.trust = Trust(folder)
        self.timers = Timers(time.monotonic)
        self.store = Store(folder / account.file)
        self.chat = Chat(self.store, self.timers, screen)
        self.state = "connecting"
        self.sentence = ""
        self.fingerprint = ""
        self.code = ""
        self.retry_at: float | None = None
        self.was_welcome = False
        self._woken = woken or _nobody
        self._queue: SimpleQueue[ConnectionEvent] = SimpleQueue()
        self._received: list[Event] = []
        self._is_flushing = False
        self._connector = Connector(self.trust, self._put, patience)
        self._carrier = Carrier(self._open, self._put, patience or Patience())
        self.chat.uploads.send = self._carrier.send
        self.chat.downloads.fetch = self._carrier.fetch

    @property
    def is_known(self) -> bool:
        """Whether something of this person is here, to be shown meanwhile."""
        return bool(self.chat.you.id)

    @property
    def retry_seconds(self) -> int | None:
        """Until the next try; None if there is none to wait for."""
        if self.retry_at is None:
            return None
        return max(0, round(self.retry_at - self.timers.now()))

    @property
    def seconds_left(self) -> float | None:
        """Until ``tick`` has something to do; None as long as nothing comes."""
        is_behind = bool(self._received) or not self._queue.empty()
        return 0.0 if is_behind else self.timers.seconds_left

    def log_in(self, account: Account) -> None:
        """Connect in the background, now and after every break."""
        self.account = account
        self.was_welcome = False
        self.fingerprint = self.code = ""
        self._become("connecting")
        self._connector.log_in(account, self.store.fact("token"))

    def hang_up(self) -> None:
        """Be down until the next log-in."""
        self._connector.hang_up()
        self._disconnect(Disconnected(""))

    def trust_server(self) -> None:
        """The person has seen the fingerprint, and says that it is the server's."""
        self.trust.remember(self.account.server, self.fingerprint)
        self.log_in(self.account)

    def wake(self) -> None:
        """Try now."""
        self._connector.wake()

    def tick(self) -> bool:
        """Take in what has come and do what is due; whether the state has changed."""
        before = (self.state, self.sentence, self.retry_at)
        end = time.monotonic() + BUSY_SECONDS
        while time.monotonic() < end and self._take_one():
            pass
        self.timers.run_due()
        self._see_to_the_disk()
        return before != (self.state, self.sentence, self.retry_at)

    def close(self) -> None:
        """Delete what was about to go, hang up, and write what is not written yet."""
        self.chat.kept.deletions.flush()
        self._connector.close()
        self._carrier.close()
        with suppress(sqlite3.Error):
            self.store.close()

    # --- Steps ------------------------------------------------------------------------

    def _take_one(self) -> bool:
        if self._received:
            self._hear(self._received.pop())
            return True
        try:
            event = self._queue.get_nowait()
        except Empty:
            return False
        if isinstance(event, Received):
            self._received = event.events[::-1]
        elif isinstance(event, Connected):
            self._connect(event)
        elif isinstance(event, Disconnected):
            self._disconnect(event)
        elif isinstance(event, Connecting):
            # The reason of the break stays to be read until it is mended.
            self._become("connecting", self.sentence)
        elif isinstance(event, Carried):
            event.tell()
        return True

    def _hear(self, event: Event) -> None:
        if event["type"] == "delayed":
            self._become("delayed" if event["on"] else "connected")
        self.chat.hear(event)

    def _connect(self, event: Connected) -> None:
        # A log-in anew ends a connection without a word.
        self.chat.disconnected()
        self.chat.connected(event.say)
        self._become("connected")
        self.was_welcome = True

    def _disconnect(self, event: Disconnected) -> None:
        self.chat.disconnected()
        self._become("refused" if event.pause is None else "waiting", event.sentence)
        self.fingerprint, self.code = event.fingerprint, event.code
        if event.pause is not None:
            self.retry_at = self.timers.now() + event.pause

    def _become(self, state: str, sentence: str = "") -> None:
        self.state, self.sentence, self.retry_at = state, sentence, None
        if self.chat.postman.is_stuck != (state == "refused"):
            self.chat.postman.is_stuck = state == "refused"
            self.chat.screen.waiting()

    def _open(self, url: str) -> tuple[HTTPConnection, str]:
        return open_page(url, self.account, self.trust)

    def _put(self, event: ConnectionEvent) -> None:
        """In the connector's thread."""
        self._queue.put(event)
        self._woken()

    def _see_to_the_disk(self) -> None:
        if self.store.is_dirty and not self._is_flushing:
            self._is_flushing = True
            self.timers.after(FLUSH_SECONDS, self._flush)

    def _flush(self) -> None:
        # A disk that is full now may have room again: what was put is kept till then.
        self._is_flushing = False
        with suppress(sqlite3.Error):
            self.store.flush()


def _nobody() -> None:
    """Whoever asks often enough need not be woken."""

"""One person at one server: the line, what the chat knows, and the disk, tied together.

A face calls ``tick`` often, about every 40 ms, and draws what its screen is told.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from chat.desktop.connection.connection import (
    Down,
    Happening,
    Heard,
    Line,
    Patience,
    Trying,
    Up,
)
from chat.desktop.connection.trust import Trust
from chat.desktop.core.chat import Chat, Screen
from chat.desktop.core.messages import Event
from chat.desktop.core.store import Store
from chat.desktop.core.timers import Timers
from chat.desktop.settings import Account

TICK_SECONDS = 0.04
# What comes faster than it can be shown waits its turn: the window stays awake.
BUSY_SECONDS = 0.03
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
        self._happenings: SimpleQueue[Happening] = SimpleQueue()
        self._events: list[Event] = []
        self._line = Line(self.trust, self._happenings.put, patience)
        self._flush()

    @property
    def is_known(self) -> bool:
        """Whether something of this person is here, to be shown without a line."""
        return bool(self.chat.you)

    @property
    def retry_seconds(self) -> int | None:
        """Until the next try; None if there is none to wait for."""
        if self.retry_at is None:
            return None
        return max(0, round(self.retry_at - self.timers.now()))

    def log_in(self, account: Account) -> None:
        """Connect in the background, now and after every break."""
        self.account = account
        self.was_welcome = False
        self.fingerprint = self.code = ""
        self._become("connecting")
        self._line.log_in(account, self.store.fact("token"))

    def hang_up(self) -> None:
        """Be down until the next log-in."""
        self._line.hang_up()
        self._down(Down(""))

    def trust_server(self) -> None:
        """The person has seen the fingerprint, and says that it is the server's."""
        self.trust.remember(self.account.server, self.fingerprint)
        self.log_in(self.account)

    def wake(self) -> None:
        """Try now."""
        self._line.wake()

    def tick(self) -> bool:
        """Take in what has come and do what is due; whether the state has changed."""
        before = (self.state, self.sentence, self.retry_at)
        end = time.monotonic() + BUSY_SECONDS
        while time.monotonic() < end and self._take_one():
            pass
        self.timers.run_due()
        return before != (self.state, self.sentence, self.retry_at)

    def close(self) -> None:
        """Hang up, and write what is not written yet."""
        self._line.close()
        with suppress(sqlite3.Error):
            self.store.close()

    # --- Steps ------------------------------------------------------------------------

    def _take_one(self) -> bool:
        if self._events:
            self._hear(self._events.pop())
            return True
        try:
            happening = self._happenings.get_nowait()
        except Empty:
            return False
        if isinstance(happening, Heard):
            self._events = happening.events[::-1]
        elif isinstance(happening, Up):
            # A log-in anew ends a line without a word.
            self.chat.line_lost()
            self.chat.line_up(happening.say)
            self._become("connected")
            self.was_welcome = True
        elif isinstance(happening, Down):
            self._down(happening)
        elif isinstance(happening, Trying):
            # The reason of the break stays to be read until it is mended.
            self._become("connecting", self.sentence)
        return True

    def _hear(self, event: Event) -> None:
        if event["type"] == "delayed":
            self._become("delayed" if event["on"] else "connected")
        self.chat.hear(event)

    def _down(self, down: Down) -> None:
        self.chat.line_lost()
        self._become("refused" if down.pause is None else "waiting", down.sentence)
        self.fingerprint, self.code = down.fingerprint, down.code
        if down.pause is not None:
            self.retry_at = self.timers.now() + down.pause

    def _become(self, state: str, sentence: str = "") -> None:
        self.state, self.sentence, self.retry_at = state, sentence, None

    def _flush(self) -> None:
        # A disk that is full now may have room again: what was put is kept till then.
        with suppress(sqlite3.Error):
            self.store.flush()
        self.timers.after(FLUSH_SECONDS, self._flush)

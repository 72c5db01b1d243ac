"""One open connection: the log-in, what comes over it, and why it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from locale import getlocale
from typing import Any

from chat.desktop.connection.dial import Streams, within
from chat.desktop.connection.events import (
    Connected,
    ConnectionEvent,
    Disconnected,
    Received,
)
from chat.desktop.connection.framing import EventReader, encode
from chat.desktop.connection.patience import Patience
from chat.desktop.core.history.messages import STRANGE, Event
from chat.desktop.settings import Account

READ_BYTES = 2**16
RETRY_SECONDS_MOST = 3600
# These say that the log-in itself will not do: the person has to change something.
REFUSED = {
    *("bad-credentials", "app-password-needed", "not-approved"),
    *("name-taken", "name-invalid", "guests-refused"),
    *("banned", "login-required", "malformed", "too-long", "clear-password"),
}
# These end a connection that was let in.
THROWN_OUT = {"banned", "login-required"}


class Connection:
    """``run`` it once; ``end`` and ``token`` are what it leaves."""

    def __init__(
        self,
        streams: Streams,
        account: Account,
        token: str,
        *,
        patience: Patience,
        hear: Callable[[ConnectionEvent], None],
    ) -> None:
        self._reader, self._writer = streams
        self._account = account
        self._patience = patience
        self._hear = hear
        self._events = EventReader()
        self._loop = asyncio.get_running_loop()
        self._welcome_at: float | None = None
        self._end: Disconnected | None = None
        self._lost = f"The connection to {account.server} is lost."
        self.token = token

    @property
    def was_steady(self) -> bool:
        """Whether it lasted long enough to have been a good one."""
        if self._welcome_at is None:
            return False
        return self._loop.time() - self._welcome_at >= self._patience.steady

    def end(self, pause: Callable[[], float]) -> Disconnected:
        """Why it is over; ``pause()`` is asked where the server has not said when."""
        return self._end or Disconnected(self._lost, pause())

    async def run(self) -> None:
        """Log in, and stay until it is over."""
        try:
            self._write(self._login())
            while data := await self._read():
                self._take(data)
        except asyncio.TimeoutError:
            self._lost = f"{self._account.server} does not answer any more."
        except OSError:
            pass
        except (*STRANGE, RecursionError):
            self._end = Disconnected(
                f"What listens at {self._account.server} does not speak as a chat does"
                " with programs: is that the right port?"
            )
        finally:
            self._writer.transport.abort()

    def _login(self) -> Event:
        name, program = self._account.name, self._account.program
        login: Event = {"type": "login", "name": name, "client": program}
        login["language"] = _language()
        if self._account.password is not None:
            return {**login, "password": self._account.password}
        return {**login, "token": self.token} if self.token else login

    # --- Reading ----------------------------------------------------------------------

    async def _read(self) -> bytes:
        """What comes next. A server that is quiet for long is asked if it is there."""
        if self._welcome_at is None:
            return await self._read_within(self._patience.welcome)
        try:
            return await self._read_within(self._patience.quiet)
        except asyncio.TimeoutError:
            self._write({"type": "ping"})
            return await self._read_within(self._patience.answer)

    async def _read_within(self, seconds: float) -> bytes:
        return await within(seconds, self._reader.read(READ_BYTES))

    def _take(self, data: bytes) -> None:
        events = []
        for event in self._events.feed(data):
            self._look_at(event)
            events.append(event)
        if events and self._welcome_at is not None:
            self._hear(Received(events))

    def _look_at(self, event: Event) -> None:
        """Notice what concerns the connection itself."""
        if event["type"] == "welcome":
            self._welcome_at = self._loop.time()
            self.token = event.get("token", self.token)
            self._hear(Connected(self._say))
        elif event["type"] == "goodbye":
            pause = _seconds(event["retry"])
            self._end = Disconnected(str(event["detail"]), pause)
        elif event["type"] == "error" and "ref" not in event:
            self._look_at_error(event["code"], str(event["detail"]), event.get("retry"))

    def _look_at_error(self, code: str, detail: str, retry: float | None) -> None:
        if code in (REFUSED if self._welcome_at is None else THROWN_OUT):
            self._end = Disconnected(detail, code=code)
        elif self._welcome_at is None:
            self._lost = detail
            if retry is not None:
                self._end = Disconnected(detail, _seconds(retry))

    # --- Writing ----------------------------------------------------------------------

    def _say(self, command: Event) -> None:
        """Say a command, from another thread; after the end it does nothing."""
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._write, command)

    def _write(self, command: Event) -> None:
        if not self._writer.transport.is_closing():
            self._writer.write(encode(command))


def _seconds(said: Any) -> float:
    """Raises:
    ValueError, TypeError: that is no time to wait.
    """
    seconds = float(said)
    if not 0 <= seconds <= RETRY_SECONDS_MOST:
        raise ValueError("That is too long to wait.")
    return seconds


def _language() -> str:
    """Which the system speaks, as ``de-AT``; "" if that is not known."""
    try:
        return (getlocale()[0] or "").replace("_", "-")
    except ValueError:  # a Mac can have a locale that is none
        return ""

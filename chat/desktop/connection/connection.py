"""One line to the server that mends itself, in a thread of its own.

What happens to it is told to ``hear``, in that thread: the face puts it into a queue,
and its own thread takes it out. ``Up`` carries what says a command over that very
connection, so that nothing meant for one is ever said over the next.
"""

from __future__ import annotations

import asyncio
import json
import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Union

from chat.desktop.connection.dial import CannotConnect, Streams, dial, within
from chat.desktop.connection.trust import Trust
from chat.desktop.core.messages import STRANGE, Event
from chat.desktop.settings import Account

READ_BYTES = 2**16
LINE_BYTES = 2**26
RETRY_SECONDS_MOST = 3600
# These say that the log-in itself will not do: the person has to change something.
REFUSED = {
    *("bad-credentials", "name-taken", "name-invalid", "guests-refused"),
    *("banned", "login-required", "malformed", "too-long"),
}
# These end a connection that was let in.
THROWN_OUT = {"banned", "login-required"}


@dataclass(frozen=True)
class Patience:
    """Seconds. A connection that lasted ``steady`` was a good one."""

    welcome: float = 20.0
    quiet: float = 15.0
    answer: float = 10.0
    steady: float = 5.0
    first_pause: float = 1.0
    longest_pause: float = 30.0


@dataclass(frozen=True)
class Trying:
    """A connection is being opened."""


@dataclass(frozen=True)
class Up:
    """The server has said ``welcome``."""

    say: Callable[[Event], None]


@dataclass(frozen=True)
class Heard:
    events: list[Event]


@dataclass(frozen=True)
class Down:
    """There is no connection, and why; the next try comes after ``pause`` seconds.

    None: only the person can mend it. ``restarts``: no reason for alarm.
    ``fingerprint``: of a certificate that they may trust; ``code``: of the error.
    """

    sentence: str
    pause: float | None = None
    restarts: bool = False
    fingerprint: str = ""
    code: str = ""


Happening = Union[Trying, Up, Heard, Down]


class Backoff:
    """Half to whole of 1 s, 2 s, 4 s, … 30 s: a thousand do not come back at once."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._tries = 0

    def reset(self) -> None:
        self._tries = 0

    def pause(self) -> float:
        """Seconds to wait before the next try."""
        longest = self._patience.first_pause * 2.0 ** min(self._tries, 30)
        self._tries += 1
        part = random.uniform(0.5, 1)  # noqa: S311
        return part * min(self._patience.longest_pause, longest)


class Line:
    """``log_in`` as often as the person likes, ``close`` once."""

    def __init__(
        self,
        trust: Trust,
        hear: Callable[[Happening], None],
        patience: Patience | None = None,
    ) -> None:
        self._trust = trust
        self._hear = hear
        self._patience = patience or Patience()
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._woken: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)
        self._thread.start()

    def log_in(self, account: Account, token: str = "") -> None:
        """Connect, and stay so; ``token`` brings a guest back."""
        self._loop.call_soon_threadsafe(self._begin, account, token)

    def hang_up(self) -> None:
        """Be down until the next ``log_in``."""
        self._loop.call_soon_threadsafe(self._end)

    def wake(self) -> None:
        """Somebody has reason to believe that it is worth a try now."""
        self._loop.call_soon_threadsafe(self._wake)

    def close(self) -> None:
        """End the thread, for good."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    # --- In the thread ----------------------------------------------------------------

    def _run(self) -> None:
        self._loop.run_forever()
        # Also what was hung up a moment ago, and is not done with that.
        while tasks := asyncio.all_tasks(self._loop):
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.wait(tasks, timeout=1))
        # What was aborted is closed in the loop's next turn.
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _begin(self, account: Account, token: str) -> None:
        self._end()
        self._task = self._loop.create_task(self._live(account, token))

    def _end(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _wake(self) -> None:
        if self._woken is not None:
            self._woken.set()

    async def _live(self, account: Account, token: str) -> None:
        backoff = Backoff(self._patience)
        while True:
            self._hear(Trying())
            down, token = await self._try(account, token, backoff)
            if down.code == "bad-credentials" and token and account.password is None:
                token = ""  # the guest's place is not kept any more: ask for a new one
                continue
            self._hear(down)
            if down.pause is None:
                return
            await self._sleep(down.pause)

    async def _try(
        self, account: Account, token: str, backoff: Backoff
    ) -> tuple[Down, str]:
        """One connection from its beginning to its end; the token that it left."""
        try:
            streams = await dial(account, self._trust)
        except CannotConnect as error:
            print = getattr(error, "fingerprint", "")
            pause = None if error.needs_person else backoff.pause()
            return Down(str(error), pause, fingerprint=print), token
        connection = _Connection(streams, account, token, self._patience, self._hear)
        await connection.last()
        if connection.was_steady:
            backoff.reset()
        down = connection.down or Down(connection.lost, backoff.pause())
        return down, connection.token

    async def _sleep(self, seconds: float) -> None:
        self._woken = asyncio.Event()
        with suppress(asyncio.TimeoutError):
            await within(seconds, self._woken.wait())


class _Connection:
    """An open connection, to its end.

    ``down``: what the server has said about that; else it was ``lost``, a sentence.
    """

    def __init__(
        self,
        streams: Streams,
        account: Account,
        token: str,
        patience: Patience,
        hear: Callable[[Happening], None],
    ) -> None:
        self._reader, self._writer = streams
        self._account = account
        self.token = token
        self._patience = patience
        self._hear = hear
        self._loop = asyncio.get_running_loop()
        self._up_at: float | None = None
        self._unfinished = bytearray()
        self.down: Down | None = None
        self.lost = f"The line to {account.server} is lost."

    @property
    def was_steady(self) -> bool:
        if self._up_at is None:
            return False
        return self._loop.time() - self._up_at >= self._patience.steady

    async def last(self) -> None:
        """Log in, and stay until it is over."""
        try:
            self._write(self._login())
            while data := await self._read():
                self._take(data)
        except asyncio.TimeoutError:
            self.lost = f"{self._account.server} does not answer any more."
        except OSError:
            pass
        except (*STRANGE, RecursionError):
            self.down = Down(
                f"What listens at {self._account.server} does not speak as a chat does"
                " with programs: is that the right port?"
            )
        finally:
            self._writer.transport.abort()

    def _login(self) -> Event:
        login: Event = {"type": "login", "name": self._account.name}
        if self._account.password is not None:
            return {**login, "password": self._account.password}
        return {**login, "token": self.token} if self.token else login

    async def _read(self) -> bytes:
        """What comes next. A server that is quiet for long is asked if it is there."""
        if self._up_at is None:
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
        for line in self._lines(data):
            event = json.loads(line)
            if not isinstance(event, dict) or "type" not in event:
                raise ValueError("That is no event.")
            self._look_at(event)
            events.append(event)
        if events and self._up_at is not None:
            self._hear(Heard(events))

    def _lines(self, data: bytes) -> list[bytes]:
        """Raises:
        ValueError: there is no end of the line in sight.
        """
        ended, newline, rest = data.rpartition(b"\n")
        if not newline:
            self._unfinished += rest
            if len(self._unfinished) > LINE_BYTES:
                raise ValueError("That is too long for a line.")
            return []
        lines = bytes(self._unfinished + ended).split(b"\n")
        self._unfinished = bytearray(rest)
        return lines

    def _look_at(self, event: Event) -> None:
        """Notice what concerns the line itself."""
        if event["type"] == "welcome":
            self._up_at = self._loop.time()
            self.token = event.get("token", self.token)
            self._hear(Up(self._say))
        elif event["type"] == "goodbye":
            pause = _seconds(event["retry"])
            self.down = Down(str(event["detail"]), pause, restarts=True)
        elif event["type"] == "error" and "ref" not in event:
            self._look_at_error(event["code"], str(event["detail"]), event.get("retry"))

    def _look_at_error(self, code: str, detail: str, retry: float | None) -> None:
        if code in (REFUSED if self._up_at is None else THROWN_OUT):
            self.down = Down(detail, code=code)
        elif self._up_at is None:
            self.lost = detail
            if retry is not None:
                self.down = Down(detail, _seconds(retry))

    def _say(self, command: Event) -> None:
        """Say a command, from another thread; after the end it does nothing."""
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._write, command)

    def _write(self, command: Event) -> None:
        if not self._writer.transport.is_closing():
            self._writer.write(json.dumps(command).encode() + b"\n")


def _seconds(said: Any) -> float:
    """Raises:
    ValueError, TypeError: that is no time to wait.
    """
    seconds = float(said)
    if not 0 <= seconds <= RETRY_SECONDS_MOST:
        raise ValueError("That is too long to wait.")
    return seconds

"""A client that comes back: what a program and a person at ``nc`` have in common."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from random import Random

from tests.chaos.chronicle import Chronicle
from tests.chaos.wires import LineWire, SocketWire

Wire = LineWire | SocketWire
Knock = Callable[[int], Awaitable[Wire]]

OPEN_SECONDS = 20.0
# A connection that says nothing for so long is pinged, and then given up.
QUIET_SECONDS = 4.0
DEAD_SECONDS = 10.0
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 2.0


class Comeback:
    """``knock`` opens the connection of the n-th attempt since the last good one."""

    ping: str

    def __init__(self, knock: Knock, chronicle: Chronicle, rng: Random) -> None:
        self.knock = knock
        self.chronicle = chronicle
        self.rng = rng
        self.wire: Wire | None = None
        self.entered = False
        self.listening_since = 0.0
        self.heard_at = 0.0
        self.paused = False
        self.entries = 0
        self._attempts = 0
        self._outgoing: asyncio.Queue[str] = asyncio.Queue()

    # --- For the client ---------------------------------------------------------------

    def hear(self, frame: str) -> None:
        """Take in what was received."""
        raise NotImplementedError

    def lost(self) -> None:
        """The connection is over."""

    def enter(self) -> None:
        """The server has let us in."""
        self.entered = True
        self.entries += 1
        self._attempts = 0
        self.listening_since = self.chronicle.now()
        self.chronicle.counts["reconnects"] += self.entries > 1

    def send(self, text: str) -> None:
        """Put something on the wire, if there is one."""
        if self.wire is not None:
            self._outgoing.put_nowait(text)

    # --- For the run ------------------------------------------------------------------

    async def live(self) -> None:
        """Connect, talk, come back; until cancelled."""
        while True:
            try:
                async with asyncio.timeout(OPEN_SECONDS):
                    wire = await self.knock(self._attempts)
            except OSError:  # a TimeoutError is one too
                self.chronicle.counts["knocked in vain"] += 1
            else:
                await self._converse(wire)
            self._attempts += 1
            await asyncio.sleep(self._pause())

    def cut(self) -> None:
        """Die without a goodbye."""
        if self.wire is not None:
            self.wire.abort()

    def stop_reading(self) -> None:
        self.paused = True
        if self.wire is not None:
            self.wire.pause()

    def go_on_reading(self) -> None:
        self.paused = False
        self.heard_at = self.listening_since = self.chronicle.now()
        if self.wire is not None:
            self.wire.resume()

    # --- Steps ------------------------------------------------------------------------

    async def _converse(self, wire: Wire) -> None:
        self.wire, self._outgoing = wire, asyncio.Queue()
        self.heard_at = self.chronicle.now()
        beside = [
            asyncio.create_task(self._send_all(wire, self._outgoing)),
            asyncio.create_task(self._watch(wire)),
        ]
        try:
            self.greet()
            async for frame in wire.frames():
                self.heard_at = self.chronicle.now()
                self.hear(frame)
        finally:
            self.wire, self.entered = None, False
            for task in beside:
                task.cancel()
            wire.abort()
            self.lost()

    def greet(self) -> None:
        """Say who is there, where the door asks for it."""

    async def _send_all(self, wire: Wire, outgoing: asyncio.Queue[str]) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                await wire.send(await outgoing.get())

    async def _watch(self, wire: Wire) -> None:
        while True:
            await asyncio.sleep(1)
            quiet = self.chronicle.now() - self.heard_at
            if self.paused:
                continue
            if quiet > DEAD_SECONDS:
                self.chronicle.counts["gave up a dead line"] += 1
                wire.abort()
            elif quiet > QUIET_SECONDS and self.entered:
                self.send(self.ping)

    def _pause(self) -> float:
        longest = FIRST_PAUSE_SECONDS * 2 ** min(self._attempts, 6)
        return min(LONGEST_PAUSE_SECONDS, longest) * self.rng.uniform(0.5, 1)

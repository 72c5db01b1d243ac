"""Keeps one person connected to the server, in a thread of its own.

What happens to the connection is told to ``hear``, in that thread: the client puts it
into a queue, and the face's thread takes it out.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

from chat.desktop.connection.connection import Connection
from chat.desktop.connection.dial import CannotConnect, dial, within
from chat.desktop.connection.events import Connecting, ConnectionEvent, Disconnected
from chat.desktop.connection.patience import Patience
from chat.desktop.connection.trust import Trust
from chat.desktop.core.backoff import Backoff
from chat.desktop.settings import Account


class Connector:
    """``log_in`` as often as the person likes, ``close`` once."""

    def __init__(
        self,
        trust: Trust,
        hear: Callable[[ConnectionEvent], None],
        patience: Patience | None = None,
    ) -> None:
        self._trust = trust
        self._hear = hear
        self._patience = patience or Patience()
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._woken: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="connector", daemon=True)
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
        self._task = self._loop.create_task(self._stay(account, token))

    def _end(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _wake(self) -> None:
        if self._woken is not None:
            self._woken.set()

    async def _stay(self, account: Account, token: str) -> None:
        """Be connected, until only the person can do something about it."""
        patience = self._patience
        backoff = Backoff(patience.first_pause, patience.longest_pause)
        while True:
            self._hear(Connecting())
            end, token = await self._try(account, token, backoff)
            if end.code == "bad-credentials" and token and account.password is None:
                token = ""  # the guest's place is not kept any more: ask for a new one
                continue
            self._hear(end)
            if end.pause is None:
                return
            await self._sleep(end.pause)

    async def _try(
        self, account: Account, token: str, backoff: Backoff
    ) -> tuple[Disconnected, str]:
        """One connection from its beginning to its end; the token that it left."""
        try:
            streams = await dial(account, self._trust)
        except CannotConnect as error:
            print = getattr(error, "fingerprint", "")
            pause = None if error.needs_person else backoff.pause()
            return Disconnected(str(error), pause, fingerprint=print), token
        connection = Connection(
            streams, account, token, patience=self._patience, hear=self._hear
        )
        await connection.run()
        if connection.was_steady:
            backoff.reset()
        return connection.end(backoff.pause), connection.token

    async def _sleep(self, seconds: float) -> None:
        self._woken = asyncio.Event()
        with suppress(asyncio.TimeoutError):
            await within(seconds, self._woken.wait())

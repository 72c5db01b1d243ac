"""What each process does about its figures: sort them in, and lay them where all look.

Whoever is asked lays down its own first, and tells what lies there, of every process:
so it makes no difference which of them is asked, and no number that grows ever falls.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from weakref import WeakKeyDictionary

from django.conf import settings

from chat.concurrency.batches import Batch
from chat.concurrency.threads import beside
from chat.health import slots
from chat.health.metrics import Rows, joined, only_growing
from chat.health.slots import Record, Slot
from chat.health.tally import Tally
from chat.sessions.process import Process

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
KEEP_SECONDS = 5.0
ROSTER_SECONDS = 1.0
# Of what a process that lives says.
ALIVE = "chat_processes"

Parts = list[tuple[str, Rows]]


async def keep(process: Process) -> None:
    """Keep a process's figures, from its start to its end."""
    await Keeper.of(process).run()


class Keeper:
    """One for each process; ``asked`` returns the rows of all processes as one's.

    Who asks while others are being answered is answered together with the next.
    """

    _found: WeakKeyDictionary[Process, Keeper] = WeakKeyDictionary()

    def __init__(self, process: Process, folder: Path) -> None:
        self.asked: Batch[None, Rows] = Batch(self._answer)
        self._process = process
        self._folder = folder
        self._tally = Tally(process)
        self._slot: Slot | None = None
        self._is_kept = True

    @classmethod
    def of(cls, process: Process) -> Keeper:
        """That process's."""
        folder = settings.CHAT_DATA_DIR / "figures"
        return cls._found.get(process) or cls._found.setdefault(
            process, cls(process, folder)
        )

    async def run(self) -> None:
        """Sort in and lay down, again and again."""
        try:
            while True:
                await self._lay_down()
                for _ in range(round(KEEP_SECONDS / LOOK_SECONDS)):
                    await self._look()
        finally:
            self._end()

    async def _look(self) -> None:
        """Rest, and see how much later it has become than it was to."""
        loop = asyncio.get_running_loop()
        due = loop.time() + LOOK_SECONDS
        await asyncio.sleep(LOOK_SECONDS)
        self._tally.lag.append(max(0.0, loop.time() - due))
        self._tally.take()

    async def _lay_down(self) -> Parts:
        self._tally.people = await self._people()
        return await beside("figures", partial(self._store, self._tally.rows()))

    async def _answer(self, askers: Sequence[None]) -> list[Rows]:
        rows = joined(await self._lay_down())
        return [rows] * len(askers)

    async def _people(self) -> int:
        """How many are here, as far as it is known."""
        if self._process.delayed:
            return self._tally.people
        try:
            async with asyncio.timeout(ROSTER_SECONDS):
                return len((await self._process.roster.known()).users)
        except TimeoutError:
            return self._tally.people

    def _end(self) -> None:
        """What was counted last; and it is nothing any more."""
        self._store(only_growing(self._tally.rows()))
        if self._slot is not None:
            self._slot.let_go()

    # --- In a thread of its own -------------------------------------------------------

    def _store(self, own: Rows) -> Parts:
        now = time.time()
        try:
            slot = self._slot = self._slot or Slot.claim(self._folder)
            own = joined([("", slot.before), ("", own)])
            slot.write(Record(now, own))
            self._is_kept = True
        except OSError as error:
            self._complain(error)
            return self._without_mine(slots.parts(self._folder, now), own)
        return slots.parts(self._folder, now)

    def _without_mine(self, parts: Parts, own: Rows) -> Parts:
        """Others could not know what is new here: with them it is told as it was."""
        name = str(self._slot.number if self._slot else 0)
        others = [(number, rows) for number, rows in parts if number != name]
        if any(ALIVE in rows for _, rows in others):
            return parts
        return [*others, (name, own)]

    def _complain(self, error: OSError) -> None:
        if self._is_kept:
            logger.warning("The figures cannot be kept: %s", error.strerror)
        self._is_kept = False

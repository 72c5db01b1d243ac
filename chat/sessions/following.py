"""Followers of the logs: what reacts to messages without being a part of storing them.

A follower asks for what came since, as any client does, and keeps its number for each
conversation in the database. It is told of every change at least once, with the number
as the key: what was being done when a process died is done again by another one. Those
of several processes share the work. No post waits for any of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from msgspec import structs

from chat import wire
from chat.concurrency.threads import beside, write
from chat.models import hooks
from chat.models.messages import following, history
from chat.sessions.process import Process, logged

# What is said within this time is told as one.
GATHER_SECONDS = 0.1
# How often it is looked for what a process that died has left, or what failed.
SWEEP_SECONDS = 5.0
SWEEP_MOST = 100
RENEW_SECONDS = following.HOLD.total_seconds() / 3
# Where it failed, it is not tried again before this has passed.
PAUSE = timedelta(seconds=10)

T = TypeVar("T")


@dataclass(frozen=True)
class Follower:
    """``name`` is what its numbers are kept under; ``handle`` runs in a thread.

    ``handle`` is given the changes of one conversation, as ``wire.Changes``: each
    message with the number (``changed``) of the last thing that happened to it. What it
    is told twice it knows by that number, and by the log's ``epoch``: a restored log
    gives numbers anew. Where it raises, it is told again later.
    ``from_start``: a new one is told everything that was ever said. ``delay``: it is
    told nothing of a message, nor of what came after, before that is so old; and what
    is stored wakes it not. ``is_on``: whether it is to be told anything, asked in that
    thread; once it is again, it begins where the logs end then.
    """

    name: str
    handle: Callable[[wire.Changes], None]
    from_start: bool = False
    delay: timedelta = timedelta()
    is_on: Callable[[], bool] = lambda: True


_followers: dict[str, Follower] = {}


def register(follower: Follower) -> None:
    """Have a follower told; a capability does so in its ``apps.ready()``."""
    _followers[follower.name] = follower


def start(process: Process) -> None:
    """Set this process's part of the work going."""
    for follower in _followers.values():
        process.keep(asyncio.create_task(_Following(follower).run()))


# What is called in any thread when something was stored; of each loop and follower.
_listening: set[Callable[[set[int]], None]] = set()


def _listen(wake: Callable[[set[int]], None]) -> None:
    """From now on it is called; where nobody is, a post has no word of it."""
    _listening.add(wake)
    if _note not in hooks.HOOKS:
        hooks.HOOKS.append(_note)


def _listen_no_more(*wakes: Callable[[set[int]], None]) -> None:
    """They are not called any more."""
    _listening.difference_update(wakes)
    if not _listening and _note in hooks.HOOKS:
        hooks.HOOKS.remove(_note)


def forget() -> None:
    """Of what is stored here from now on nobody is told."""
    _listen_no_more(*_listening)


def _note(events: Sequence[wire.LogEvent]) -> None:
    """The hook: it only says where something came, once that is committed."""
    numbers = {event.conversation for event in events}
    # Robust: whatever is wrong with it is no matter of whoever stored something.
    transaction.on_commit(partial(_wake, numbers), robust=True)


def _wake(numbers: set[int]) -> None:
    for wake in tuple(_listening):
        wake(numbers)


class _Following:
    """One follower in one process; its work is done in a thread of its own."""

    def __init__(self, follower: Follower) -> None:
        self._follower = follower
        self._holder = secrets.token_hex(8)
        self._loop = asyncio.get_running_loop()
        self._has_begun = follower.from_start
        self._was_off = False
        self._swept_at = float("-inf")
        self._news: set[int] = set()
        self._woken = asyncio.Event()

    def wake(self, numbers: set[int]) -> None:
        """Something was stored in these conversations; called in any thread."""
        try:
            self._loop.call_soon_threadsafe(self._hear, numbers)
        except RuntimeError:  # the loop has ended
            _listen_no_more(self.wake)

    async def run(self) -> None:
        while True:
            await logged(self._work_if_on())
            await self._wait()

    def _hear(self, numbers: set[int]) -> None:
        self._news |= numbers
        self._woken.set()

    async def _wait(self) -> None:
        """Until something is stored here, or it is time to look what was left."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SWEEP_SECONDS):
                await self._woken.wait()
                await asyncio.sleep(GATHER_SECONDS)

    async def _work_if_on(self) -> None:
        if not await self._do(self._follower.is_on):
            _listen_no_more(self.wake)
            self._has_begun, self._was_off = False, True
            return
        if not self._follower.delay:
            _listen(self.wake)
        await self._work()

    async def _work(self) -> None:
        news, self._news = self._news, set()
        self._woken.clear()
        if not self._has_begun:
            name, anew = self._follower.name, self._was_off
            await self._do(partial(following.begin, name, anew=anew))
            self._has_begun, self._was_off = True, False
        if self._loop.time() - self._swept_at >= SWEEP_SECONDS:
            # Of a process that died, or where somebody else was at it, or it failed.
            name, until = self._follower.name, self._until()
            sweep = partial(following.behind, name, SWEEP_MOST, until=until)
            found = await self._do(sweep)
            news.update(found)
            if len(found) < SWEEP_MOST:
                self._swept_at = self._loop.time()
            else:
                self._woken.set()  # there may be more
        for number in news:
            await logged(self._work_on(number))

    async def _work_on(self, number: int) -> None:
        work = self._do(partial(self._follow, number))
        while not (await asyncio.wait([work], timeout=RENEW_SECONDS))[0]:
            await write(following.renew, self._follower.name, number, self._holder)
        await work

    def _do(self, work: Callable[[], T]) -> asyncio.Future[T]:
        return beside(f"follow-{self._follower.name}", work)

    def _until(self) -> datetime | None:
        """What was said after it is to wait."""
        delay = self._follower.delay
        return timezone.now() - delay if delay else None

    # --- In the thread ----------------------------------------------------------------

    def _follow(self, number: int) -> None:
        """Do what is to be done in one conversation, unless somebody else is at it."""
        mine = self._follower.name, number, self._holder
        done, more = following.take(*mine), True
        if done is None:
            return
        try:
            while more:
                changes = history.changes(number, None, done)
                if until := self._until():
                    changes = _said_by(until, changes, done)
                if changes.messages:
                    self._follower.handle(changes)
                done, more = changes.upto, changes.more
                if more and not following.advance(*mine, done):
                    return  # it took too long: somebody else has gone on
        except Exception:
            following.leave(*mine, done, pause=PAUSE)
            raise
        following.leave(*mine, done, pause=timedelta())


def _said_by(until: datetime, changes: wire.Changes, done: int) -> wire.Changes:
    """Them up to the first message that was said after that."""
    latest = wire.timestamp(until)
    said = [*takewhile(lambda each: each.at <= latest, changes.messages)]
    if len(said) == len(changes.messages):
        return changes
    upto = said[-1].changed if said else done
    return structs.replace(changes, messages=said, upto=upto, more=False)

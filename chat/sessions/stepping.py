"""Goes through all logs beside all else, in small steps, once and then again.

For what is made of messages, and may be missing or old: it takes no more than a tenth
of a core, and a hundredth while people post in this process. How far it has come is
kept as that of a log follower (``models/messages/following``): many processes share the
work, and what one that was killed has left is gone on with.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from chat.concurrency.threads import beside
from chat.figures import FIGURES
from chat.models.messages import following
from chat.models.messages.renewal import Step
from chat.sessions.process import logged

# Once those have come in who come back after a restart; and a process that was killed
# holds nothing any more.
FIRST_SECONDS = 15.0
LOOK_SECONDS = 300.0
# Rests, for each second that it works.
REST = 9
# While people post it rests so many times as long, by so many seconds at most.
REST_BESIDE_POSTS, REST_SECONDS_MOST = 11, 9.0
CONVERSATIONS_MOST = 100
# Where it failed, it is not tried again before this has passed.
PAUSE = timedelta(hours=1)

T = TypeVar("T")


@dataclass(frozen=True)
class Works:
    """``follower``: the name by which it is kept how far it has come; it can change
    meanwhile. ``step(conversation, since)`` does the next of it, and ``finish`` is
    called when nothing is left; then it is looked again every ``look_seconds``, or
    five minutes. All run in a thread that ``thread`` names.
    """

    thread: str
    follower: Callable[[], str]
    step: Callable[[int, int], Step]
    finish: Callable[[], None]
    look_seconds: float | None = None

    def do(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """In the thread."""
        return beside(self.thread, work)


async def keep_done(works: Works) -> None:
    """Do it again and again, from the start of a process to its end."""
    await asyncio.sleep(FIRST_SECONDS)
    while True:
        await logged(do_all(works))
        await asyncio.sleep(works.look_seconds or LOOK_SECONDS)


async def do_all(
    works: Works,
    rest: float | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> None:
    """Go once through what is to be done, and nobody else is at.

    ``rest``: as ``REST``; ``told``: of how many numbers of the logs each step was.
    """
    follower, holder, after = await works.do(works.follower), secrets.token_hex(8), 0
    behind = partial(following.behind, follower, CONVERSATIONS_MOST)
    while numbers := await works.do(partial(behind, after=after)):
        for number in numbers:
            mine = follower, number, holder
            await logged(_do_one(works, mine, REST if rest is None else rest, told))
        after = numbers[-1]
    await works.do(works.finish)


async def _do_one(
    works: Works, mine: tuple[str, int, str], rest: float, told: Callable[[int], None]
) -> None:
    done = await works.do(partial(following.take, *mine))
    if done is None:
        return
    more = True
    try:
        while more:
            posts = FIGURES.posts.total()
            step = await works.do(partial(works.step, mine[1], done))
            told(step.upto - done)
            done, more = step.upto, step.more
            await _rest(step.seconds * rest, posts)
            if more and not await works.do(partial(following.advance, *mine, done)):
                return  # it took too long: somebody else has gone on
    except Exception:
        await works.do(partial(following.leave, *mine, done, pause=PAUSE))
        raise
    await works.do(partial(following.leave, *mine, done, pause=timedelta()))


async def _rest(seconds: float, posts: int) -> None:
    """Rest for so long; longer if there are more than these posts by then."""
    await asyncio.sleep(seconds)
    if FIGURES.posts.total() > posts:
        longer = seconds * (REST_BESIDE_POSTS - 1)
        await asyncio.sleep(min(longer, REST_SECONDS_MOST))

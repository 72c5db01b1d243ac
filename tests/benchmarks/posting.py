"""How many posts a second are stored, with nobody there who would hear them.

Each of many senders has a public room of their own, where nobody else is, and posts
there again when the post before is stored: ``posted`` has come, after the commit.
SQLite is in the server's process, and PostgreSQL on the clients' core.
"""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence

from tests.benchmarks.crowds import connected
from tests.benchmarks.figures import Figure, Figures, Meter, Spent, cost
from tests.benchmarks.peers import ChatsiteJson, post
from tests.benchmarks.plan import Plan, started
from tests.benchmarks.readers import PATIENCE_SECONDS, Connection
from tests.benchmarks.streams import Lines, Mistake, words
from tests.support import postgres
from tests.support.postgres import Unavailable
from tests.support.tools import install

WARM_SHARE = 0.25
MICROSECONDS = 1e6
POSTED = r'"type":"posted".*?"seq":(\d+)'
# What makes that a commit is on the disk when it has ended; both are "on" by default.
LASTING = ("fsync", "synchronous_commit", "full_page_writes")


class Sender(Connection):
    """``stored`` counts the answers, whose numbers have to follow one another."""

    def __init__(self, number: int) -> None:
        room = f"room{number}"
        greeting = [
            (b'{"type":"login","name":"sender%d"}\n' % number, b'"type":"welcome"'),
            (b'{"type":"create","name":"%b"}\n' % room.encode(), b'"type":"joined"'),
        ]
        super().__init__(Lines(POSTED), greeting)
        self.stored, self.is_going = 0, True
        self.answered = asyncio.Event()
        self._room, self._last = f"#{room}", 0

    def post(self) -> None:
        self.answered.clear()
        self.transport.write(post(self._room, words(self.stored)) + b"\n")

    def hear(self, numbers: list[int]) -> None:
        # One at a time, and nobody else writes there.
        if self._last and numbers != [self._last + 1]:
            self.fail(f"{numbers} were given after {self._last}")
        self._last = numbers[-1]
        self.stored += len(numbers)
        if self.is_going:
            self.post()
        else:
            self.answered.set()

    def fail(self, what: str) -> None:
        super().fail(what)
        self.answered.set()


async def posts(plan: Plan, figures: Figures) -> None:
    """Stored posts a second: one process, many senders, nobody else who listens."""
    for which in range(plan.rounds):
        await _measure(plan, figures, which, "stored posts, SQLite", ChatsiteJson())
        try:
            with _postgres() as url:
                site = ChatsiteJson(DATABASE_URL=url)
                await _measure(plan, figures, which, "stored posts, PostgreSQL", site)
        except Unavailable as error:
            figures.row("stored posts, PostgreSQL", "/s").note = str(error)


async def _measure(
    plan: Plan, figures: Figures, which: int, name: str, site: ChatsiteJson
) -> None:
    with started(plan, figures, [site]) as running:
        for peer in running:
            stored, spent = await _store(plan, peer)
            rate = Figure(stored / spent.clock, busy=spent.busy)
            plan.told(name, "/s", figures.add(which, name, "/s", rate))
            # What it would be on a machine that has nothing else to do.
            figure, row = cost(spent, max(1, stored), MICROSECONDS), f"{name}: CPU"
            plan.told(row, "µs", figures.add(which, row, "µs", figure))


async def _store(plan: Plan, site: ChatsiteJson) -> tuple[int, Spent]:
    """How many were stored in the plan's time, and what was spent on them."""
    async with connected(site, Sender, range(plan.senders)) as people:
        senders = [one for one in people if isinstance(one, Sender)]
        for sender in senders:
            sender.post()
        await asyncio.sleep(plan.seconds * WARM_SHARE)
        before, meter = _stored(senders), Meter(site)
        await asyncio.sleep(plan.seconds)
        spent, stored = meter.read(), _stored(senders) - before
        await _finish(senders)
    return stored, spent


async def _finish(senders: Sequence[Sender]) -> None:
    """Wait for the last answers.

    Raises:
        Mistake: somebody was not answered, or out of order.
    """
    for sender in senders:
        sender.is_going = False
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*(sender.answered.wait() for sender in senders))
    for sender in senders:
        if sender.mistake or not sender.answered.is_set():
            raise Mistake(sender.mistake or "somebody's post is not answered")


def _stored(senders: Sequence[Sender]) -> int:
    return sum(sender.stored for sender in senders)


@contextlib.contextmanager
def _postgres() -> Iterator[str]:
    """The address of a PostgreSQL that loses nothing, with the site's tables."""
    if not postgres.find():
        install("postgresql")
    database = postgres.Postgres()
    try:
        with database.connect() as connection:
            for setting in LASTING:
                [value] = connection.execute(f"SHOW {setting}").fetchone()
                assert value == "on", setting
        yield database.environment["DATABASE_URL"]
    finally:
        database.stop()

"""What is measured: each scenario gives rows, with what they have to hold."""

import asyncio
import contextlib
import http.client
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.benchmarks import peers
from tests.benchmarks.peers import Absent, Chatsite, Peer, cpu_seconds, memory
from tests.benchmarks.readers import Board, Reader, words
from tests.chaos.database import Postgres
from tests.crowd import cookie
from tests.servers import manage

AT_ONCE = 100
SETTLE_SECONDS = 3.0
FLIGHTS = (1, 8, 64)
# Messages of one measurement, by how many are in flight.
MESSAGES = {1: 150, 8: 300, 64: 640}
# A peer that takes twenty times as long is asked for less.
SLOW = {"Channels' tutorial": 0.1}
SENDERS = 64
ROOMS = ("r1", "r2", "r3", "r4")


@dataclass
class Plan:
    """How much is done; ``say`` tells how it goes on."""

    rounds: int = 5
    readers: int = 500
    many: int = 5_000
    few: int = 100
    idle: int = 10_000
    comers: int = 2_000
    seconds: float = 10.0
    scale: float = 1.0
    say: Callable[[str], None] = print


@dataclass
class Row:
    """One figure, once for each round; ``bar`` is what its median has to hold."""

    name: str
    unit: str
    bar: str = ""
    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def is_met(self) -> bool | None:
        """Whether the bar holds; None: there is none."""
        if not self.bar:
            return None
        limit = float(self.bar[1:].replace(",", ""))
        return self.median <= limit if self.bar[0] == "≤" else self.median >= limit


Rows = dict[str, Row]


def add(rows: Rows, name: str, value: float, unit: str, bar: str = "") -> None:
    """Add one round's figure to its row."""
    rows.setdefault(name, Row(name, unit, bar)).values.append(value)


# --- Fan-out --------------------------------------------------------------------------

RATIOS = [
    ("Socket.IO", 1, "≤0.65"),
    ("Socket.IO", 8, "≤0.30"),
    ("Socket.IO", 64, "≤0.12"),
    ("Channels' tutorial", 1, "≤0.05"),
    ("Channels' tutorial", 8, "≤0.02"),
]


async def fanout(plan: Plan) -> Rows:
    """Server CPU for each delivery of a message to everybody in one room."""
    rows: Rows = {}
    wanted = [
        Chatsite(plan.readers),
        peers.ChatsitePlain(0),
        peers.ChatsiteJson(0),
        peers.SocketIo(),
        peers.Tutorial(),
        peers.Ngircd(),
        peers.Bare(),
    ]
    with _started(wanted, plan) as running:
        for _ in range(plan.rounds):
            costs: dict[tuple[str, int], float] = {}
            for peer in running:
                async for flying, cost in _deliveries(peer, plan, plan.readers):
                    costs[peer.name, flying] = cost
                    add(rows, f"{peer.name}, {flying} in flight", cost, "µs")
            _compare(rows, costs)
    return rows


def _compare(rows: Rows, costs: dict[tuple[str, int], float]) -> None:
    for other, flying, bar in RATIOS:
        if (other, flying) in costs:
            ratio = costs["chatsite", flying] / costs[other, flying]
            add(rows, f"against {other}, {flying} in flight", ratio, "×", bar)
    plain = costs["chatsite, plain text", 8] / costs["chatsite", 8]
    add(rows, "plain text against WebSocket, 8 in flight", plain, "×", "≤1.1")


async def size(plan: Plan) -> Rows:
    """Whether many readers cost each of them more than few do."""
    rows: Rows = {}
    with _started([Chatsite(plan.many)], plan) as [site]:
        for _ in range(plan.rounds):
            costs = {}
            for readers in (plan.few, plan.many):
                scale = 2 * plan.few / readers
                measured = _deliveries(site, plan, readers, (8,), scale)
                [costs[readers]] = [cost async for _, cost in measured]
                add(rows, f"{readers:,} readers", costs[readers], "µs")
            ratio = costs[plan.many] / costs[plan.few]
            add(rows, f"{plan.many:,} readers against {plan.few}", ratio, "×", "≤1.2")
    return rows


async def _deliveries(
    peer: Peer,
    plan: Plan,
    readers: int,
    flights: Sequence[int] = FLIGHTS,
    scale: float = 1.0,
) -> AsyncIterator[tuple[int, float]]:
    """How many µs of a server's CPU a delivery takes, by messages in flight."""
    board = Board()
    async with _crowd(peer, board, readers) as talk:
        scale *= plan.scale * SLOW.get(peer.name, 1.0)
        for flying in flights:
            if flying == max(FLIGHTS) and peer.name in SLOW:
                continue
            await board.drive(talk, flying, flying)
            count = max(2 * flying, round(scale * MESSAGES[flying]))
            cost, busy = await _cost(peer, board.drive(talk, count, flying))
            each = 1e6 * cost / (count * readers)
            plan.say(
                f"  {peer.name}, {flying} in flight: {each:.2f} µs"
                f" (generator {busy:.0%} busy)"
            )
            yield flying, each


async def _cost(peer: Peer, work: object) -> tuple[float, float]:
    """The server's CPU seconds meanwhile, and how busy the generator was."""
    began, mine, its = time.monotonic(), time.process_time(), cpu_seconds(peer.pid)
    await work  # type: ignore[misc]
    spent = cpu_seconds(peer.pid) - its
    return spent, (time.process_time() - mine) / (time.monotonic() - began)


# --- Posting --------------------------------------------------------------------------


async def posts(plan: Plan) -> Rows:
    """Stored posts a second: 64 programs, each in a room where nobody else is."""
    rows: Rows = {}
    for _ in range(plan.rounds):
        with _started([peers.ChatsiteJson(0)], plan) as [site]:
            rate = await _post_all(site, plan)
            add(rows, "stored posts, SQLite", rate, "/s", "≥3,000")
        database = Postgres()
        try:
            url = database.environment["DATABASE_URL"]
            with _started([_on_postgres(url)], plan) as [site]:
                rate = await _post_all(site, plan)
                add(rows, "stored posts, PostgreSQL", rate, "/s", "≥2,000")
        finally:
            database.stop()
    return rows


def _on_postgres(url: str) -> Peer:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        done = manage(Path(folder), "migrate", DATABASE_URL=url)
        assert not done.returncode, done.stderr
    return peers.ChatsiteJson(0, DATABASE_URL=url)


class Sender(asyncio.Protocol):
    """Posts one after the other, each when the one before is stored."""

    def __init__(self, number: int) -> None:
        self.number, self.stored, self.going = number, 0, False
        self.is_in = asyncio.get_running_loop().create_future()
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        name = f"sender{self.number}"
        self._write(f'{{"type":"login","name":"{name}"}}')
        self._write(f'{{"type":"create","name":"room{self.number}"}}')

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        self._rest = data[data.rfind(b"\n") + 1 :]
        for line in data.split(b"\n")[:-1]:
            self._hear(line)

    def post(self) -> None:
        self._write(peers.post(words(self.stored), f"#room{self.number}"))

    def _hear(self, line: bytes) -> None:
        if line.startswith(b'{"type":"posted"'):
            self.stored += 1
            if self.going:
                self.post()
        elif line.startswith(b'{"type":"joined"') and not self.is_in.done():
            self.is_in.set_result(None)
        assert not line.startswith(b'{"type":"error"'), line

    def _write(self, line: str) -> None:
        self.transport.write(line.encode() + b"\n")


async def _post_all(site: Peer, plan: Plan) -> float:
    loop = asyncio.get_running_loop()
    senders = [Sender(number) for number in range(SENDERS)]
    for sender in senders:
        await loop.create_connection(lambda sender=sender: sender, *site.address)
        await sender.is_in
    for sender in senders:
        sender.going = True
        sender.post()
    await asyncio.sleep(1)
    before, began = sum(sender.stored for sender in senders), time.monotonic()
    spent, busy = await _cost(site, asyncio.sleep(plan.seconds))
    stored = sum(sender.stored for sender in senders) - before
    rate = stored / (time.monotonic() - began)
    for sender in senders:
        sender.transport.abort()
    each = 1e6 * spent / max(1, stored)
    plan.say(
        f"  {rate:,.0f} posts/s, {each:.0f} µs of CPU each (generator {busy:.0%} busy)"
    )
    return rate


# --- Connections ----------------------------------------------------------------------


async def connect(plan: Plan) -> Rows:
    """Server CPU for each who comes by a browser's log-in, all at once, to ``welcome``;
    everybody is in five rooms.
    """
    rows: Rows = {}
    with _started([Chatsite(plan.comers)], plan) as [site]:
        _make_rooms(site)
        for _ in range(plan.rounds):
            board = Board()
            spent, _ = await _cost(site, _come_and_go(site, board, plan.comers))
            each = 1000 * spent / plan.comers
            add(rows, f"{plan.comers:,} come at once", each, "ms", "≤1.5")
            await asyncio.sleep(SETTLE_SECONDS)
    return rows


def _make_rooms(site: Peer) -> None:
    code = f"""
from chat.models import Conversation, Membership, User
people = list(User.objects.filter(name__startswith="p"))
for name in {ROOMS}:
    room = Conversation.objects.create(kind="room", name=name)
    Membership.objects.bulk_create(
        Membership(conversation=room, user=person) for person in people
    )
"""
    done = manage(site.folder, "shell", "-c", code)
    assert not done.returncode, done.stderr


async def _come_and_go(site: Peer, board: Board, count: int) -> None:
    readers = await _open(site, board, count, at_once=count)
    for reader in readers:
        reader.transport.abort()


async def idle(plan: Plan) -> Rows:
    """What a connection that does nothing holds of the server's memory."""
    rows: Rows = {}
    bars = {"chatsite": "≤40"}
    for _ in range(plan.rounds):
        wanted = [Chatsite(plan.comers + AT_ONCE), peers.SocketIo(), peers.Tutorial()]
        for peer in wanted:
            with _started([peer], plan) as running:
                for site in running:
                    each = await _memory_of_each(site, plan.comers)
                    name = f"memory of an idle connection, {site.name}"
                    add(rows, name, each / 1024, "KiB", bars.get(site.name, ""))
                    plan.say(f"  {site.name}: {each / 1024:.1f} KiB each")
    return rows


async def _memory_of_each(site: Peer, count: int) -> float:
    board = Board()
    await _open(site, board, AT_ONCE)
    await asyncio.sleep(SETTLE_SECONDS)
    before = memory(site.pid)
    await _open(site, board, count, first=AT_ONCE)
    await asyncio.sleep(2 * SETTLE_SECONDS)
    held = memory(site.pid) - before
    for reader in board.readers:
        reader.transport.abort()
    return held / count


async def crowd(plan: Plan) -> Rows:
    """Ten messages a second to all of 10,000 who sit in one process."""
    rows: Rows = {}
    with _started([Chatsite(plan.idle)], plan) as [site]:
        board = Board()
        async with _crowd(site, board, plan.idle) as talk:
            for _ in range(plan.rounds):
                seconds = await _latencies(board, talk, plan.seconds)
                p50, p99 = quantiles(seconds, n=100)[49], quantiles(seconds, n=100)[98]
                what = f"{plan.idle:,} readers, 10 messages/s"
                add(rows, f"{what}: p50", p50, "s")
                add(rows, f"{what}: p99", p99, "s", "≤1")
                add(rows, f"{what}: slowest", max(seconds), "s")
    return rows


async def _latencies(
    board: Board, talk: Callable[[str], None], seconds: float
) -> list[float]:
    said_at: dict[int, float] = {}
    waits: list[float] = []
    heard = board.heard
    now, left = time.monotonic, asyncio.Event()

    def hear(number: int) -> None:
        waits.append(now() - said_at[number])
        if len(waits) == wanted:
            left.set()

    board.heard = hear  # type: ignore[method-assign]
    count = round(10 * seconds)
    wanted = count * len(board.readers)
    for _ in range(count):
        said_at[board.said] = now()
        board.said += 1
        talk(words(board.said - 1))
        await asyncio.sleep(0.1)
    async with asyncio.timeout(60):
        await left.wait()
    board.heard = heard  # type: ignore[method-assign]
    return waits


# --- The page -------------------------------------------------------------------------


async def page(plan: Plan) -> Rows:
    """Server CPU for the page with the last 50 messages, logged in."""
    rows: Rows = {}
    with _started([Chatsite(2)], plan) as [site]:
        board = Board()
        async with _crowd(site, board, 2) as talk:
            await board.drive(talk, 60, 1)
        get = _getter(site)
        await asyncio.to_thread(get, 10)
        for _ in range(plan.rounds):
            count = round(100 * plan.scale) or 1
            spent, _ = await _cost(site, asyncio.to_thread(get, count))
            add(rows, "the page, 50 messages", 1000 * spent / count, "ms", "≤25")
    return rows


def _getter(site: Peer) -> Callable[[int], None]:
    connection = http.client.HTTPConnection(*site.address)
    headers = {"Cookie": f"sessionid={cookie('p0')}"}

    def get(count: int) -> None:
        for _ in range(count):
            connection.request("GET", "/", headers=headers)
            answer = connection.getresponse()
            text = answer.read()
            assert answer.status == 200
            assert text.count(b'<div class="body"') >= 50

    return get


# --- Steps ----------------------------------------------------------------------------


@contextlib.contextmanager
def _started(wanted: Sequence[Peer], plan: Plan) -> Iterator[list[Peer]]:
    """Those of the peers that there are here."""
    running: list[Peer] = []
    try:
        for peer in wanted:
            try:
                peer.start()
            except Absent as error:
                plan.say(f"  {error} It is left out.")
            else:
                running.append(peer)
        yield running
    finally:
        for peer in running:
            peer.stop()


@contextlib.asynccontextmanager
async def _crowd(
    peer: Peer, board: Board, count: int
) -> AsyncIterator[Callable[[str], None]]:
    """So many readers, and how to say something to them; in the end, what they heard.

    Raises:
        AssertionError: somebody has missed something, or heard it twice.
    """
    readers = await _open(peer, board, count)
    talk = peer.talker(readers)
    await asyncio.sleep(SETTLE_SECONDS)
    yield talk
    assert not board.mistakes, board.mistakes[:5]
    for reader in readers:
        reader.transport.abort()
    await asyncio.sleep(1)


async def _open(
    peer: Peer, board: Board, count: int, at_once: int = AT_ONCE, first: int = 0
) -> list[Reader]:
    loop = asyncio.get_running_loop()
    few = asyncio.Semaphore(at_once)

    async def enter(number: int) -> Reader:
        async with few:
            # One address has no more than some 28,000 ports.
            source = (f"127.0.0.{2 + number // 20_000}", 0)
            _, reader = await loop.create_connection(
                lambda: peer.reader(board, number), *peer.address, local_addr=source
            )
            return await reader.is_in

    numbers = range(first, first + count)
    readers = await asyncio.gather(*map(enter, numbers))
    board.readers += readers
    return list(readers)


SCENARIOS = {
    "fanout": fanout,
    "size": size,
    "posts": posts,
    "connect": connect,
    "idle": idle,
    "crowd": crowd,
    "page": page,
}

"""One run: the cast talks, faults befall them, everything is healed and compared."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.chaos import cast, faults
from tests.chaos.broken import broken
from tests.chaos.chronicle import Chronicle
from tests.chaos.client import ProgramClient
from tests.chaos.comeback import Knock, Wire
from tests.chaos.database import read
from tests.chaos.desktop import DesktopClient
from tests.chaos.history import History, Person, Program
from tests.chaos.house import House
from tests.chaos.log import Log
from tests.chaos.plain import PlainClient
from tests.chaos.traffic import Talker
from tests.chaos.verdict import Miss, is_told_all, judge, judge_so_far
from tests.chaos.wires import LineWire, SocketWire
from tests.support.clients import JsonClient, Lines

LOGIN_REQUIRED = 4401
TALK_PAUSE_SECONDS = 1.0
CALM_SECONDS = (0.5, 3.0)
OVERLAP = 0.3
# Heads come every 25 s to whoever is quiet, and are noticed at the next renewal.
WHOLE_SECONDS = 45
# Twenty passwords are checked first, on a machine that may be busy with other tests.
ENTER_SECONDS = 90
# Less than it takes until heads come: what is heard by then was heard live. Live events
# are hints: one may be lost, and the next one tells of it.
LIVE_SECONDS = 10
ROLLS = 5
# A lease lapses after 15 s and is swept at the next renewal, 5 s later at most.
PRESENCE_SECONDS = 22


@dataclass
class Plan:
    """``only``: nothing but the faults whose class has that in its name. ``valkeys``:
    that many servers share the groups; 0: the one that comes along.

    A test breaks something: ``broken`` are rules of the site, and the run ends with the
    first proof of it (see tests/chaos/broken.py). ``log`` is what a program keeps.
    """

    seed: int
    seconds: float = 60
    database: str = "sqlite"
    only: str = ""
    broken: str = ""
    valkeys: int = 0
    log: Callable[[cast.Seat], Callable[..., Log]] = lambda seat: Log
    say: Callable[[str], None] = lambda text: None


@dataclass
class Result:
    misses: list[Miss]
    chronicle: Chronicle
    faults: Counter[str]
    history: History
    output: dict[str, str] = field(default_factory=dict)


@dataclass
class _Call:
    """What a client is to hear."""

    client: ProgramClient | PlainClient
    where: str
    token: str

    @property
    def is_heard(self) -> bool:
        return self.token in self.client.facts.tokens


class Run:
    def __init__(self, plan: Plan, house: House) -> None:
        self.plan = plan
        self.house = house
        self.chronicle = Chronicle(self.rng("tokens"))
        self.history = History(words=self.chronicle.words)
        self.faults: Counter[str] = Counter()
        self.programs: list[ProgramClient] = []
        self.people: list[PlainClient] = []
        self.talkers: list[Talker] = []
        self.misses: list[Miss] = []
        self._healing: dict[str, asyncio.Task[None]] = {}
        self._visitors: list[Program] = []
        self._proof = {rule.kind for rule in broken(plan.broken)}

    def rng(self, what: str) -> Random:
        return Random(f"{self.plan.seed} {what}")

    @property
    def clients(self) -> list[ProgramClient | PlainClient]:
        return [*self.programs, *self.people]

    async def go(self) -> None:
        """Everything, up to the verdict."""
        await self.house.furnish()
        for seat in cast.SEATS:
            self._seat(seat)
        self._introduce()
        async with _beside([client.live() for client in self.clients]):
            await self._until(
                lambda: all(c.entered for c in self.clients), ENTER_SECONDS
            )
            self._say(f"{len(self.clients)} clients are in")
            talk = [talker.talk(TALK_PAUSE_SECONDS) for talker in self.talkers]
            async with _beside([*talk, self._visit()]):
                await self._befall()
            await self._heal_all()
            if not self._is_proved(judge_so_far):
                await self._compare()

    async def _compare(self) -> None:
        await self._become_whole()
        if not self._is_proved(judge):
            await self._call_the_roll()
            await self._look_who_is_here()
            await self._become_whole()
            self._judge(judge)

    # --- The cast ---------------------------------------------------------------------

    def _seat(self, seat: cast.Seat) -> None:
        rng = self.rng(f"client {seat.name}")
        knock = self._knock(seat)
        if seat.door == "plain":
            facts = Person(seat.name, seat.person)
            client = PlainClient(facts, cast.PASSWORD, knock, self.chronicle, rng)
            self.people.append(client)
            return
        login = None
        if seat.door in ("json", "desktop"):
            login = {"name": seat.person, "password": cast.PASSWORD}
        log = self.plan.log(seat)
        facts = Program(seat.name, seat.person)
        kind = DesktopClient if seat.door == "desktop" else ProgramClient
        self.programs.append(
            kind(facts, knock, self.chronicle, rng, login=login, log=log)
        )

    def _introduce(self) -> None:
        for client in self.clients:
            person = client.facts.person
            others = [p for p in self.programs if p.facts.person == person]
            rng = self.rng(f"talker {client.facts.name}")
            self.talkers.append(Talker(client, others, self.chronicle, rng))

    def _knock(self, seat: cast.Seat) -> Knock:
        if seat.door == "web":
            return lambda attempt: self._knock_as_page(seat, attempt)
        door = "json" if seat.door == "desktop" else seat.door
        return lambda attempt: LineWire.open(
            self.house.address(door, seat.home, attempt)
        )

    async def _knock_as_page(self, seat: cast.Seat, attempt: int) -> Wire:
        address = self.house.address("web", seat.home, attempt)
        cookie = await self.house.cookie(seat.person, address)
        return await SocketWire.open(address, cookie)

    # --- Traffic ----------------------------------------------------------------------

    async def _visit(self) -> None:
        """Guests come, say something in the lobby, and go without a goodbye."""
        rng = self.rng("visitors")
        while True:
            await asyncio.sleep(rng.expovariate(1 / 2.0))
            await self._visit_once(f"visitor{len(self._visitors) + 1}", rng)

    async def _visit_once(self, name: str, rng: Random) -> None:
        facts = Program(name, name, left=True)
        self._visitors.append(facts)
        knock = self._knock(cast.Seat(name, "json", rng.randrange(3)))
        client = ProgramClient(facts, knock, self.chronicle, rng, login={"name": name})
        talker = Talker(client, (), self.chronicle, rng)
        async with _beside([client.live()]):
            with contextlib.suppress(TimeoutError):
                await self._until(lambda: client.entered, 10)
                talker.post(cast.LOBBY)
                await self._until(lambda: client.is_settled, 5)
        client.finish()

    # --- Faults -----------------------------------------------------------------------

    async def _befall(self) -> None:
        rng = self.rng("faults")
        kinds = _shuffled_forever(self._kinds(), rng)
        speakers = [t for t in self.talkers if isinstance(t.client, ProgramClient)]
        scene = faults.Scene(self.house, self.clients, speakers)
        end = time.monotonic() + self.plan.seconds
        while time.monotonic() < end and not self._is_proved(judge_so_far):
            await asyncio.sleep(rng.uniform(*CALM_SECONDS))
            await self._inject(next(kinds)(scene, rng), rng.uniform)
            if rng.random() > OVERLAP:
                await self._heal_all()

    def _kinds(self) -> list[type[faults.Fault]]:
        kinds = faults.kinds(self.house)
        return [kind for kind in kinds if self.plan.only in kind.__name__]

    async def _inject(self, fault: faults.Fault, uniform: Callable) -> None:
        # Two faults of one thing would not know of each other.
        if faults.EVERYTHING in {fault.target, *self._healing}:
            await self._heal_all()
        if earlier := self._healing.get(fault.target):
            await earlier
        seconds = uniform(*fault.seconds)
        self._say(f"{fault.kind} ({fault.target}), {seconds:.1f} s")
        self.faults[fault.kind] += 1
        await fault.inject()
        self._healing[fault.target] = asyncio.create_task(_heal(fault, seconds))

    async def _heal_all(self) -> None:
        # Each at its time: a process cannot start while what it needs is away.
        await asyncio.gather(*self._healing.values())
        self._healing.clear()

    # --- The end ----------------------------------------------------------------------

    async def _become_whole(self) -> None:
        """Wait until everybody has everything, or should have had the time to."""
        with contextlib.suppress(TimeoutError):
            await self._until(self._is_whole, WHOLE_SECONDS)
        self._say("as whole as it gets")

    def _is_whole(self) -> bool:
        if not all(client.is_settled for client in self.clients):
            return False
        self._write_down()
        return is_told_all(self.history) and all(
            program.logs[conversation.number].have == conversation.head
            for conversation in self.history.conversations
            for program in self.programs
            if program.facts.person in conversation.members
            and conversation.number in program.logs
        )

    async def _call_the_roll(self) -> None:
        """Say something everywhere: everybody whom it concerns must hear it live."""
        calls: list[_Call] = []
        for _ in range(ROLLS):
            calls += self._calls()
            with contextlib.suppress(TimeoutError):
                await self._until(lambda: all(p.is_settled for p in self.programs), 30)
            if await self._are_heard(calls):
                break
        self.history.deaf = [
            f"{who} hears nothing live in {w}" for who, w in _deaf(calls)
        ]

    async def _are_heard(self, calls: list[_Call]) -> bool:
        with contextlib.suppress(TimeoutError):
            await self._until(lambda: not _deaf(calls), LIVE_SECONDS / ROLLS)
        return not _deaf(calls)

    def _calls(self) -> list[_Call]:
        calls: dict[str, list[_Call]] = {}
        for talker in self.talkers:
            if isinstance(talker.client, ProgramClient):
                names = [log.name for log in talker.client.logs.values()]
                for place in filter(None, names):
                    if place == cast.ATTIC:
                        continue  # it is somebody else's business who is there
                    where = place
                    if place.startswith("@"):
                        where = " and ".join(sorted({talker.person, place[1:]}))
                    if where not in calls:
                        calls[where] = self._call(talker, place, where)
        return [call for those in calls.values() for call in those]

    def _call(self, talker: Talker, place: str, where: str) -> list[_Call]:
        talker.post(place)
        token = talker.client.facts.said[-1].token
        audience = cast.audience(talker.person, place) or cast.PEOPLE
        concerned = [c for c in self.clients if c.facts.person in audience]
        return [_Call(client, where, token) for client in concerned]

    async def _look_who_is_here(self) -> None:
        self.history.present = frozenset(cast.PEOPLE)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PRESENCE_SECONDS):
                while not await self._is_list_true():
                    await asyncio.sleep(0.5)

    async def _is_list_true(self) -> bool:
        for name, address in zip(
            self.house.processes, self.house.doors["json"], strict=True
        ):
            client = await JsonClient.enter(address, "ada", password=cast.PASSWORD)
            users = (await client.ask("who"))["users"]
            self.history.online[name] = frozenset(users)
            await Lines.close_all()
        told = [program.roster.online for program in self.programs]
        lists = [*self.history.online.values(), *told]
        return all(one == self.history.present for one in lists)

    # --- The verdict ------------------------------------------------------------------

    def _is_proved(self, judging: Callable[[History], list[Miss]]) -> bool:
        """Whether a rule that is broken on purpose has been caught."""
        if not self._proof or self._healing:
            return False
        self._judge(judging)
        return any(miss.kind in self._proof for miss in self.misses)

    def _judge(self, judging: Callable[[History], list[Miss]]) -> None:
        self._write_down()
        self.misses = judging(self.history)

    def _write_down(self) -> None:
        programs = [client.finish() for client in self.programs]
        self.history.programs = [*self._visitors, *programs]
        self.history.people = [client.finish() for client in self.people]
        self.history.restless = {
            number
            for program in self.programs
            for number, log in program.logs.items()
            if log.name == cast.ATTIC
        }
        self.history.died = [
            f"{name}: {process.text[-500:]}"
            for name, process in self.house.processes.items()
            if process.expected_to_run and not process.is_alive
        ]
        with contextlib.closing(self.house.database.connect()) as connection:
            read(connection, self.history)

    # --- Steps ------------------------------------------------------------------------

    async def _until(self, true: Callable[[], bool], seconds: float) -> None:
        """Raises:
        TimeoutError: it does not come true.
        """
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.1)

    def _say(self, text: str) -> None:
        self.plan.say(f"{self.chronicle.now():6.1f}  {text}")


def run(plan: Plan) -> Result:
    """Run it, and judge.

    Raises:
        Unavailable: there is no PostgreSQL here.
    """
    house = House(plan.database, plan.broken, plan.valkeys)
    try:
        run = Run(plan, house)
        house.open()
        asyncio.run(run.go())
    finally:
        house.close()
    output = {name: process.past for name, process in house.processes.items()}
    return Result(run.misses, run.chronicle, run.faults, run.history, output)


@contextlib.asynccontextmanager
async def _beside(work):
    """Run it meanwhile; whatever fails there fails here."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each) for each in work]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


def _deaf(calls: list[_Call]) -> list[tuple[str, str]]:
    """Who heard nothing of what they were to hear, and where."""
    heard: dict[tuple[str, str], bool] = {}
    for call in calls:
        key = (call.client.facts.name, call.where)
        heard[key] = heard.get(key, False) or call.is_heard
    return [key for key, is_heard in heard.items() if not is_heard]


async def _heal(fault: faults.Fault, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await fault.heal()


def _shuffled_forever(kinds: list, rng: Random):
    """Each kind once, in an order of chance; then again."""
    while True:
        yield from rng.sample(kinds, len(kinds))

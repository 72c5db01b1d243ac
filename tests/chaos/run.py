"""One run: the cast talks, faults befall them, everything is healed and compared."""

import asyncio
import contextlib
from collections.abc import Callable

from tests.chaos import archive, cast
from tests.chaos.away import Phone
from tests.chaos.beside import beside
from tests.chaos.broken import broken
from tests.chaos.chronicle import Chronicle
from tests.chaos.company import Company
from tests.chaos.database import read
from tests.chaos.deployment import Deployment
from tests.chaos.facts import Miss
from tests.chaos.history import History
from tests.chaos.misfortune import Misfortune
from tests.chaos.plan import Plan, Result
from tests.chaos.roll import call_the_roll
from tests.chaos.verdict import is_told_all, judge, judge_so_far
from tests.support import chromium
from tests.support.clients import Ended, JsonClient, Lines
from tests.support.waiting import until

TALK_PAUSE_SECONDS = 1.0
# Heads come every 25 s to whoever is quiet, and are noticed at the next renewal; the
# rest is for a machine that others share.
WHOLE_SECONDS = 120
# Twenty passwords are checked first, on a machine that may be busy with other tests.
ENTER_SECONDS = 240
# A lease lapses after 15 s and is swept at the next renewal, 5 s later at most; the
# rest is for a machine that others share.
PRESENCE_SECONDS = 60


class Run:
    def __init__(self, plan: Plan, deployment: Deployment) -> None:
        self.plan = plan
        self.deployment = deployment
        self.chronicle = Chronicle(plan.rng("tokens"))
        self.history = History(words=self.chronicle.words)
        self.company = Company(plan, deployment, self.chronicle)
        self.misfortune = Misfortune(self.company, self._say)
        self.misses: list[Miss] = []
        self._proof = {rule.kind for rule in broken(plan.broken)}

    async def go(self) -> None:
        """Everything, up to the verdict."""
        try:
            await self._go()
        finally:
            await Lines.close_all()

    async def _go(self) -> None:
        self.chronicle.steered = await self.deployment.furnish()
        company = self.company
        company.gather()
        async with company.at_their_doors():
            await until(lambda: all(c.entered for c in company.clients), ENTER_SECONDS)
            self._say(f"{len(company.clients)} clients are in")
            talk = [talker.talk(TALK_PAUSE_SECONDS) for talker in company.talkers]
            async with beside([*talk, company.visit()]):
                await self.misfortune.befall(lambda: self._is_proved(judge_so_far))
            await self.misfortune.heal_all()
            self.deployment.phone.heal()
            if not self._is_proved(judge_so_far):
                await self._compare()

    async def _compare(self) -> None:
        await self._become_whole()
        if not self._is_proved(judge):
            self.history.deaf = await call_the_roll(self.company)
            await self._look_who_is_here()
            await self._become_whole()
            await asyncio.gather(*(page.read_through() for page in self.company.pages))
            await self._become_whole()  # who has read meanwhile is told a moment later
            self._judge(judge)

    # --- The end ----------------------------------------------------------------------

    async def _become_whole(self) -> None:
        """Wait until everybody has everything, or should have had the time to."""
        for page in self.company.pages:
            page.rest()
        with contextlib.suppress(TimeoutError):
            await until(self._is_whole, WHOLE_SECONDS)
        self._say("as whole as it gets")

    def _is_whole(self) -> bool:
        if not all(client.is_settled for client in self.company.clients):
            return False
        self._write_down()
        return is_told_all(self.history) and all(
            program.logs[conversation.number].have == conversation.head
            for conversation in self.history.conversations
            for program in self.company.programs
            if program.facts.person in conversation.members
            and conversation.number in program.logs
        )

    async def _look_who_is_here(self) -> None:
        self.history.present = frozenset(cast.PEOPLE)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PRESENCE_SECONDS):
                while not await self._is_list_true():
                    await asyncio.sleep(0.5)

    async def _is_list_true(self) -> bool:
        for name, address in zip(
            self.deployment.processes, self.deployment.doors["json"], strict=True
        ):
            try:
                client = await JsonClient.enter(address, "ada", password=cast.PASSWORD)
                users = (await client.ask("who"))["users"]
            except Ended:
                return False  # it is busy just now, and has said so
            finally:
                await Lines.close_all()
            self.history.online[name] = frozenset(users)
        told = [program.roster.online for program in self.company.programs]
        lists = [*self.history.online.values(), *told]
        return all(one == self.history.present for one in lists)

    # --- The verdict ------------------------------------------------------------------

    def _is_proved(self, judging: Callable[[History], list[Miss]]) -> bool:
        """Whether a rule that is broken on purpose has been caught."""
        if not self._proof or not self.misfortune.is_over:
            return False
        self._judge(judging)
        return any(miss.kind in self._proof for miss in self.misses)

    def _judge(self, judging: Callable[[History], list[Miss]]) -> None:
        self._write_down()
        self.misses = judging(self.history)

    def _write_down(self) -> None:
        company = self.company
        self.history.programs = company.finish()
        self.history.timelines = [page.timeline for page in company.pages]
        self.history.lobby = company.lobby
        self.history.people = [client.finish() for client in company.people]
        self.history.restless = {
            number
            for program in company.programs
            for number, log in program.logs.items()
            if cast.is_restless(log.name)
        }
        self.history.steered = self.chronicle.steered
        self.history.owner = cast.ROOMS[cast.YARD[0]][0]
        self.history.died = [
            f"{name}: {process.text[-500:]}"
            for name, process in self.deployment.processes.items()
            if process.expected_to_run and not process.is_alive
        ]
        self.history.restored = self.deployment.restored
        self.history.pushed = [*self.deployment.phone.pushed]
        self.history.archived = archive.read(self.deployment.folder)
        with contextlib.closing(self.deployment.database.connect()) as connection:
            read(connection, self.history, self.chronicle.started_at)

    def _say(self, text: str) -> None:
        self.plan.say(f"{self.chronicle.now():6.1f}  {text}")


def run(plan: Plan) -> Result:
    """Run it, and judge.

    Raises:
        Unavailable: there is no PostgreSQL here.
    """
    if plan.pages:
        chromium.need()
    phone = Phone(plan.rng("phone"))
    deployment = Deployment(plan.database, phone, plan.broken, plan.valkeys)
    try:
        run = Run(plan, deployment)
        deployment.open()
        asyncio.run(run.go())
    finally:
        deployment.close()
    output = {name: process.past for name, process in deployment.processes.items()}
    faults = run.misfortune.faults
    return Result(run.misses, run.chronicle, faults, run.history, output)

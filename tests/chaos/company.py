"""The cast at the doors of a deployment: its clients, what they do, and guests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from random import Random
from typing import Any

from playwright.async_api import Browser, async_playwright

from tests.chaos import cast
from tests.chaos.beside import beside
from tests.chaos.chronicle import Chronicle
from tests.chaos.client import ProgramClient
from tests.chaos.comeback import Knock, Wire
from tests.chaos.deployment import Deployment
from tests.chaos.desktop import DesktopClient
from tests.chaos.history import Person, Program
from tests.chaos.page import PageClient
from tests.chaos.plain import PlainClient
from tests.chaos.plan import Plan
from tests.chaos.traffic import Talker
from tests.chaos.wires import LineWire, SocketWire
from tests.support.browser import chromium
from tests.support.waiting import until


class Company:
    """``programs``, ``people`` at ``nc``, ``pages``, a talker each; ``visitors`` go."""

    def __init__(
        self, plan: Plan, deployment: Deployment, chronicle: Chronicle
    ) -> None:
        self.plan, self.deployment, self.chronicle = plan, deployment, chronicle
        self.programs: list[ProgramClient] = []
        self.people: list[PlainClient] = []
        self.pages: list[PageClient] = []
        self.talkers: list[Talker] = []
        self.visitors: list[Program] = []

    @property
    def clients(self) -> list[ProgramClient | PlainClient | PageClient]:
        return [*self.programs, *self.people, *self.pages]

    @property
    def lobby(self) -> int:
        """Its number, once somebody knows it; 0."""
        known = [item for program in self.programs for item in program.logs.items()]
        return next((n for n, log in known if log.name == cast.LOBBY), 0)

    @property
    def speakers(self) -> list[Talker]:
        """Those who can say a thing without being there to see it accepted."""
        return [t for t in self.talkers if isinstance(t.client, ProgramClient)]

    def gather(self) -> None:
        """Give everybody a client, and something to say."""
        for seat in cast.SEATS:
            if seat.door != "page" or self.plan.pages:
                self._seat(seat)
        for client in self.clients:
            person = client.facts.person
            others = [p for p in self.programs if p.facts.person == person]
            rng = self.plan.rng(f"talker {client.facts.name}")
            self.talkers.append(Talker(client, others, self.chronicle, rng))

    async def visit(self) -> None:
        """Guests come, say something in the lobby, and go without a goodbye."""
        rng = self.plan.rng("visitors")
        while True:
            await asyncio.sleep(rng.expovariate(1 / 2.0))
            await self._visit_once(f"visitor{len(self.visitors) + 1}", rng)

    def finish(self) -> list[Program]:
        """The facts of all programs, guests' too, for the verdict."""
        there = (client.finish() for client in (*self.programs, *self.pages))
        return [*self.visitors, *there]

    @asynccontextmanager
    async def at_their_doors(self) -> AsyncIterator[None]:
        """Everybody lives; the pages in a browser."""
        others = [client.live() for client in (*self.programs, *self.people)]
        async with AsyncExitStack() as stack:
            if self.pages:
                playwright = await stack.enter_async_context(async_playwright())
                browser = await stack.enter_async_context(chromium(playwright))
                others += [self._open(page, browser) for page in self.pages]
            async with beside(others):
                yield

    # --- Steps ------------------------------------------------------------------------

    def _seat(self, seat: cast.Seat) -> None:
        rng = self.plan.rng(f"client {seat.name}")
        knock = self._knock(seat)
        if seat.door == "plain":
            facts = Person(seat.name, seat.person)
            client = PlainClient(facts, cast.PASSWORD, knock, self.chronicle, rng)
            self.people.append(client)
            return
        if seat.door == "page":
            # What it has of the logs it shows: see ``timeline``.
            facts = Program(seat.name, seat.person, left=True)
            door = self.deployment.address("web", seat.home, 0)
            self.pages.append(PageClient(facts, door, self.chronicle, rng))
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

    def _knock(self, seat: cast.Seat) -> Knock:
        if seat.door == "web":
            return lambda attempt: self._knock_as_page(seat, attempt)
        door = "json" if seat.door == "desktop" else seat.door
        return lambda attempt: LineWire.open(
            self.deployment.address(door, seat.home, attempt)
        )

    def _open(self, page: PageClient, browser: Browser) -> Coroutine[Any, Any, None]:
        person = page.facts.person
        address = self.deployment.address("web", 0, 0)
        return page.live(
            browser,
            lambda: self.deployment.cookie(person, address),
            credulous=self.plan.credulous,
        )

    async def _knock_as_page(self, seat: cast.Seat, attempt: int) -> Wire:
        address = self.deployment.address("web", seat.home, attempt)
        cookie = await self.deployment.cookie(seat.person, address)
        return await SocketWire.open(address, cookie)

    async def _visit_once(self, name: str, rng: Random) -> None:
        facts = Program(name, name, left=True)
        self.visitors.append(facts)
        knock = self._knock(cast.Seat(name, "json", rng.randrange(3)))
        client = ProgramClient(facts, knock, self.chronicle, rng, login={"name": name})
        talker = Talker(client, (), self.chronicle, rng)
        async with beside([client.live()]):
            with contextlib.suppress(TimeoutError):
                await until(lambda: client.entered, 10)
                talker.post(cast.LOBBY)
                await until(lambda: client.is_settled, 5)
        client.finish()

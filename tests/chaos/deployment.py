"""The processes under test: two of the site and a bridge, on one data folder.

The second of the site has two workers.
"""

import asyncio
import contextlib
import http.client
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path
from typing import Self

from tests.chaos import cast
from tests.chaos.away import Phone
from tests.chaos.database import Database, Sqlite
from tests.chaos.history import Restored
from tests.chaos.wires import Address
from tests.support import servers
from tests.support.clients import JsonClient, fill_in
from tests.support.postgres import Postgres
from tests.support.valkey import EmbeddedValkey, Valkey

HTTP_SECONDS = 20
# Starts that may fail in a row: workers without a parent take their time to end.
PATIENCE = 15
# The faults are what is tried here, not the limits.
LIMITS = {
    "CHAT_RATE": "100000",
    "CHAT_TOPICS_PER_MINUTE": "100000",
    "CHAT_STEERINGS_PER_MINUTE": "100000",
    "CHAT_JOINS_PER_HOUR": "100000",
    "CHAT_BURST": "100000",
    "CHAT_RENDER_SHARE": "1",
    "CHAT_CONNECTIONS_PER_ADDRESS": "1000",
    "CHAT_GUESTS_PER_HOUR_AND_ADDRESS": "1000000",
    "CHAT_GUESTS_PER_HOUR": "1000000",
    "CHAT_NOTIFY_SECONDS": "1",
    "CHAT_PUSH_PRIVATE": "1",
}


class _Quiet:
    """Keeps what a process says; ``past`` is what it said before it was restarted.

    ``broken`` are the rules that it breaks; see tests/chaos/broken.py.
    """

    past = ""
    expected_to_run = True

    def __init__(self, broken: str, folder: Path, *options: str, **more: str) -> None:
        self.broken = broken
        super().__init__(folder, *options, **more)

    def start(self, *options: str) -> Self:
        if self.words[1] == "manage.py":
            self.words[1:2] = ["-m", "tests.chaos.site", self.broken]
        return super().start(*options)

    def _wait(self) -> int:
        try:
            return self.process.wait(servers.SECONDS)
        finally:
            self._kill_group()
            self.reader.join(servers.SECONDS)
            self.past += self.text

    def rise(self) -> None:
        """Start again on the same ports; what it needs may be away for a while."""
        for _ in range(PATIENCE):
            try:
                self.start(*self.same_ports())
            except AssertionError:
                time.sleep(1)
                continue
            self.expected_to_run = True
            return
        raise AssertionError(f"It does not start again:\n{self.past[-2000:]}")

    def fall(self, *, gently: bool) -> None:
        """End it, by SIGTERM or by kill -9."""
        self.expected_to_run = False
        if self.process.poll() is None:
            if gently:
                self.stop()
            else:
                self.kill()

    def end(self) -> None:
        """Kill it this very moment; ``kill`` waits until it is over."""
        self.expected_to_run = False
        self._kill_group()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and to its workers."""
        os.killpg(self.process.pid, number)

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    @property
    def workers(self) -> list[int]:
        """The processes that it has forked."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [child for child in map(int, children) if os.getpgid(child) == pid]

    def same_ports(self) -> list[str]:
        raise NotImplementedError


class _Site(_Quiet, servers.Site):
    def same_ports(self) -> list[str]:
        return [
            f"--{option}={self.doors[door][0]}:{self.doors[door][1]}"
            for option, door in (("bind", "web"), ("plain", "plain"), ("json", "json"))
        ]


class _Bridge(_Quiet, servers.BridgeProcess):
    def same_ports(self) -> list[str]:
        return [f"--{door}={self.doors[door][1]}" for door in ("plain", "json")]


class Deployment:
    """``processes`` by name; ``doors`` are addresses, in the order of the processes.

    ``phone``: of whoever is never here. ``restored``: what was in the backups that were
    made of it.
    """

    def __init__(
        self, kind: str, phone: Phone, broken: str = "", valkeys: int = 0
    ) -> None:
        self.phone = phone
        self.broken = broken
        self.folder = Path(tempfile.mkdtemp(prefix="chaos-"))
        self.is_valkey_kept = not valkeys
        self.valkeys: list[Valkey | EmbeddedValkey] = [
            Valkey() for _ in range(valkeys)
        ] or [EmbeddedValkey(self.folder)]
        self.database: Database = (
            Postgres() if kind == "postgres" else Sqlite(self.folder)
        )
        self.restored: list[Restored] = []
        self.processes: dict[str, _Site | _Bridge] = {}
        self.doors: dict[str, list[Address]] = {"web": [], "json": [], "plain": []}
        self._cookies: dict[str, str] = {}

    def open(self) -> None:
        """Start everything, and make the accounts and rooms."""
        more = {**LIMITS, **self.database.environment}
        if not self.is_valkey_kept:
            more["REDIS_URL"] = ",".join(each.url for each in self.valkeys)
        self._start("serve 0", _Site(self.broken, self.folder, **more))
        two = _Site(self.broken, self.folder, "--workers=2", **more)
        self._start("serve 1", two)
        self._start("bridge", _Bridge(self.broken, self.folder, **more))
        for person in (*cast.PEOPLE, cast.AWAY):
            self._sign_up(person)
        self.phone.start()
        with contextlib.closing(self.database.connect()) as connection:
            for person in cast.STAFF:
                rows = f"UPDATE chat_user SET is_staff = TRUE WHERE name = '{person}'"
                connection.execute(rows)

    def close(self) -> None:
        """End everything, whatever state it is in, and remove it."""
        self.phone.stop()
        for valkey in self.valkeys:
            for pid in (*valkey.keepers, *valkey.pids):
                os.kill(pid, signal.SIGCONT)
        for process in self.processes.values():
            if process.is_alive:
                process.signal(signal.SIGCONT)
                process.fall(gently=True)
        for valkey in self.valkeys:
            valkey.stop()
        self.database.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def furnish(self) -> int:
        """Make the rooms; the number of the one that is steered."""
        for room, (maker, *others) in cast.ROOMS.items():
            client = await self._enter(maker)
            private = room == cast.CELLAR
            made = await client.ask("create", name=room, private=private)
            number: int = made["conversation"]["id"]
            for other in others:
                await client.ask("invite", conversation=number, name=other)
                invited = await self._enter(other)
                await invited.ask("accept", conversation=number)
            if room in cast.YARD:
                # From now on all of its names lead there.
                for name in (*cast.YARD[1:], room):
                    about = {"what": "name", "value": name}
                    await client.ask("set", conversation=number, **about)
                steered = number
        away = await self._enter(cast.AWAY)
        await away.ask("add_device", **self.phone.device)
        await JsonClient.close_all()
        return steered

    # --- Its doors --------------------------------------------------------------------

    def address(self, door: str, home: int, attempt: int) -> Address:
        """Where to knock: at home first, then at the others."""
        doors = self.doors[door]
        return doors[(home + attempt) % len(doors)]

    async def cookie(self, person: str, address: Address) -> str:
        """The cookie of a log-in by the page."""
        if person not in self._cookies:
            self._cookies[person] = await asyncio.to_thread(
                self._log_in, address, person
            )
        return self._cookies[person]

    # --- Steps ------------------------------------------------------------------------

    async def _enter(self, person: str) -> JsonClient:
        door = self.doors["json"][0]
        return await JsonClient.enter(door, person, password=cast.PASSWORD)

    def _start(self, name: str, process: _Site | _Bridge) -> None:
        self.processes[name] = process
        known = {
            "browser": "web",
            "plain text": "plain",
            "JSON lines": "json",
        }
        process.doors = {known[k]: at for k, at in process.addresses.items()}
        for door, address in process.doors.items():
            self.doors[door].append(address)

    def _sign_up(self, person: str) -> None:
        twice = {"password": cast.PASSWORD, "password_again": cast.PASSWORD}
        self._cookies[person] = fill_in(
            self.doors["web"][0], "signup/", name=person, **twice
        )

    def _log_in(self, address: Address, person: str) -> str:
        try:
            known = {"name": person, "password": cast.PASSWORD}
            return fill_in(address, "login/", HTTP_SECONDS, **known)
        except http.client.HTTPException as error:  # the process died in mid-sentence
            raise ConnectionAbortedError from error

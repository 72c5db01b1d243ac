"""What becomes of posts when the database or its disk fails, with real processes."""

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from chat.health import readiness
from tests.chaos.database import Sqlite
from tests.chaos.wires import SocketWire
from tests.support.clients import JsonClient, Lines, Refused, fill_in
from tests.support.people import arrive
from tests.support.programs import LIMITS, Programs, get, history
from tests.support.servers import Site, manage
from tests.support.small_disk import BALLAST, fill_up, mounted
from tests.support.valkey import nothing_is_left

pytestmark = pytest.mark.processes

LOCKED_SECONDS = 5
FULL = "There is no room left on the site's disk; nothing was stored."
AWAY = "The database does not answer just now; try again."


# --- The database goes away -----------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGQUIT, signal.SIGINT], ids=["crash", "end"])
async def test_posts_outlive_a_restart_of_postgresql(tmp_path, postgres, how):
    more = {**LIMITS, **postgres.environment}
    with Site(tmp_path, "--workers=2", **more) as site:
        async with Programs(site) as programs:
            for number, door in enumerate(("json", "web", "json", "web")):
                await programs.enter(f"p{number}", door)
            witness = await JsonClient.enter(site.json, "witness")
            cookie = await asyncio.to_thread(fill_in, site.web, "guest/", name="late")
            async with programs.talking():
                await programs.more_is_posted()
                await asyncio.to_thread(postgres._end, how)
                refused = await witness.post("#lobby", "is anybody there?")
                assert (refused["code"], refused["detail"]) == ("unavailable", AWAY)
                assert await _is_turned_away(site, cookie) == AWAY
                await asyncio.to_thread(postgres.start)
                await programs.more_is_posted()
            await programs.everything_is_there_once()


async def _is_turned_away(site, cookie):
    """What a page is told that may come again: it does, after this code."""
    page = await SocketWire.open(site.web, cookie)
    [error] = [json.loads(frame) async for frame in page.frames()]
    assert page._connection.close_code == 1011
    return error["detail"]


@pytest.mark.long
async def test_posts_wait_while_somebody_else_writes_into_sqlite(tmp_path):
    with Site(tmp_path, "--workers=2", **LIMITS) as site:
        async with Programs(site) as programs:
            await programs.enter("ada", "json")
            await programs.enter("bob", "web")
            async with programs.talking():
                await programs.more_is_posted()
                lock = Sqlite(tmp_path).lock()
                await asyncio.sleep(LOCKED_SECONDS)
                lock.close()
                await programs.more_is_posted()
            await programs.everything_is_there_once()


# --- The disk is full -----------------------------------------------------------------


@pytest.fixture
def disk(tmp_path):
    """A folder with a disk of its own, of 4 MiB."""
    with mounted(tmp_path, "4m"):
        yield tmp_path
        nothing_is_left(tmp_path)


async def test_a_full_disk_loses_nothing_and_ends_nothing(disk):
    with Site(disk, **LIMITS) as site:
        ada = await JsonClient.enter(site.json, "ada")
        bodies = ["before"]
        await ada.post("#lobby", "before")
        fill_up(disk)
        # What has been written of the log can be written over for a while.
        while (answer := await ada.post("#lobby", "x" * 4000))["type"] == "posted":
            bodies.append("x" * 4000)
        assert (answer["code"], answer["detail"]) == ("unavailable", FULL)
        assert _database(site) == readiness.READ_ONLY
        lobby = ada.welcome["conversations"][0]["id"]
        read = await ada.ask("history", conversation=lobby)
        assert [message["body"] for message in read["messages"]] == bodies
        (disk / BALLAST).unlink()
        assert (await ada.post("#lobby", "after"))["type"] == "posted"
        assert _database(site) == readiness.WELL
        messages = await history(site)
        assert [message["body"] for message in messages] == [*bodies, "after"]
        await Lines.close_all()
    with contextlib.closing(sqlite3.connect(disk / "chat.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _database(site):
    """How it is, as the site tells whoever shares out the visits."""
    return json.loads(get(site, "readyz"))["database"]


async def test_whoever_comes_to_a_full_disk_is_told_so(disk):
    with Site(disk) as site:
        fill_up(disk)
        robot = await JsonClient.connect(site.json)
        answer = await robot.ask("login", name="robot")
        assert (answer["code"], answer["detail"]) == ("unavailable", FULL)
        await robot.ends()
        twice = {"password": "correct horse", "password_again": "correct horse"}
        for page, more in (("guest/", {}), ("signup/", twice)):
            with pytest.raises(Refused) as refused:
                await asyncio.to_thread(fill_in, site.web, page, name="ada", **more)
            assert refused.value.code == 503
            assert "There is no room left" in refused.value.text
            assert "Traceback" not in refused.value.text
        (disk / BALLAST).unlink()
        assert await asyncio.to_thread(fill_in, site.web, "guest/", name="ada")
        await Lines.close_all()


@pytest.mark.parametrize("left", [0, 8192])
@pytest.mark.parametrize("new", [True, False])
def test_a_start_on_a_full_disk_fails_in_one_sentence(disk, new, left):
    if not new:
        Site(disk).stop()
    fill_up(disk)
    os.truncate(disk / BALLAST, (disk / BALLAST).stat().st_size - left)
    done = manage(disk, "serve", "--bind=127.0.0.1:0", "--plain=0", "--json=0")
    assert done.returncode == 1
    assert "room on its disk" in done.stderr
    assert done.stderr.count("\n") == 1


OF_THE_VERSION_BEFORE = """
    DELETE FROM django_migrations WHERE app = 'updates'; DROP TABLE updates_step;
"""


def test_an_update_for_which_the_disk_has_no_room_changes_nothing(disk):
    assert manage(disk, "migrate").returncode == 0
    with contextlib.closing(sqlite3.connect(disk / "chat.sqlite3")) as database:
        database.executescript(OF_THE_VERSION_BEFORE)
        before = list(database.iterdump())
    fill_up(disk)
    os.truncate(disk / BALLAST, (disk / BALLAST).stat().st_size - 200_000)
    done = manage(disk, "serve", "--bind=127.0.0.1:0", "--plain=0", "--json=0")
    assert "cannot be copied: database or disk is full)" in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in disk.glob("chat.sqlite3?*[!lm]")] == []
    with contextlib.closing(sqlite3.connect(disk / "chat.sqlite3")) as database:
        assert list(database.iterdump()) == before


# --- The clock ------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
async def test_a_clock_that_steps_back_an_hour_changes_no_order(monkeypatch):
    ada, bob = await arrive("ada", "bob")
    first = await ada.post("#lobby", "one")
    monkeypatch.setattr(timezone, "datetime", _AnHourAgo)
    second = await ada.post("#lobby", "two")
    assert second["at"] < first["at"]
    assert second["seq"] == first["seq"] + 1
    lobby = first["conversation"]
    for body in ("one", "two"):
        assert (await bob.hears("message"))["body"] == body
    await ada.tell("read", conversation=lobby, seq=second["seq"])
    read = await bob.say("history", conversation=lobby)
    changes = await bob.say("changes", conversation=lobby, since=first["seq"])
    assert [message["body"] for message in read["messages"]] == ["one", "two"]
    assert [message["body"] for message in changes["messages"]] == ["two"]
    tablet = await type(ada)(ada.user).arrive()
    assert tablet.welcome["conversations"][0]["read"] == second["seq"]


class _AnHourAgo(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) - timedelta(hours=1)

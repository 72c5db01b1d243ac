"""A database that is stuck, not down; and one with few connections."""

import asyncio
import signal
import time
import urllib.error
import urllib.request
from contextlib import suppress
from uuid import uuid4

import psycopg
import pytest

from tests.chaos.database import Sqlite
from tests.chaos.faults.fault import signal_all
from tests.support.clients import JsonClient, Lines, PlainClient, fill_in
from tests.support.forwarding import Forwarding
from tests.support.programs import LIMITS, Programs, history
from tests.support.servers import Site, manage
from tests.support.small_disk import BALLAST, fill_up
from tests.support.waiting import SECONDS

pytestmark = [pytest.mark.processes, pytest.mark.long]

# The longest question, and what a busy machine may add; else it would be never.
ANSWER_SECONDS = 30
# What supervisors wait for.
END_SECONDS = pytest.param(10, marks=[pytest.mark.bar, pytest.mark.timed])
PEOPLE, POSTS = 40, 15


# --- PostgreSQL stands still ----------------------------------------------------------


class Partition:
    """The network swallows what is sent."""

    def __init__(self, postgres, proxy):
        self.begin, self.end = proxy.hold, proxy.go_on


class Frozen:
    """All of its processes stand still."""

    which = "pids"

    def __init__(self, postgres, proxy):
        self.postgres = postgres

    def begin(self):
        self.pids = getattr(self.postgres, self.which)
        signal_all(self.pids, signal.SIGSTOP)

    def end(self):
        signal_all(self.pids, signal.SIGCONT)


class HalfFrozen(Frozen):
    """Those that answer stand still; the first lets others begin."""

    which = "backends"


class Standby:
    """It can only be read."""

    def __init__(self, postgres, proxy):
        self.postgres = postgres

    def begin(self, value="on"):
        with self.postgres.connect() as connection:
            connection.execute("SET default_transaction_read_only = off")
            to = f"ALTER SYSTEM SET default_transaction_read_only = {value}"
            connection.execute(to)
            connection.execute("SELECT pg_reload_conf()")

    def end(self):
        self.begin("off")


class FullDisk:
    """It cannot write its log any more, and ends; whoever makes room starts it anew."""

    def __init__(self, postgres, proxy):
        self.postgres = postgres
        self.disk = postgres.log_apart("64m")

    def begin(self):
        fill_up(self.disk)
        more = "SELECT pg_logical_emit_message(true, 'more', repeat('x', 1000000))"
        with suppress(psycopg.Error), self.postgres.connect() as connection:
            while True:
                connection.execute(more)

    def end(self):
        (self.disk / BALLAST).unlink()
        self.postgres.crash()
        self.postgres.start()


class Locked:
    """Somebody has locked a whole table."""

    def __init__(self, postgres, proxy):
        self.postgres = postgres

    def begin(self):
        self.lock = self.postgres.lock()

    def end(self):
        self.lock.close()


@pytest.fixture
def proxy(postgres):
    with Forwarding(postgres.address) as proxy:
        yield proxy


@pytest.mark.parametrize(
    "troubles",
    [
        (Partition, Standby),
        pytest.param((HalfFrozen, Frozen), marks=pytest.mark.bar),
        pytest.param((FullDisk,), marks=pytest.mark.bar),
    ],
)
async def test_a_postgresql_that_is_stuck_is_a_sentence_and_nothing_is_lost(
    tmp_path, postgres, proxy, troubles
):
    more = _through(proxy, postgres)
    with Site(tmp_path, "--workers=2", **more) as site:
        async with Programs(site) as programs:
            await programs.enter("ada", "json")
            await programs.enter("bob", "web")
            cookie = await asyncio.to_thread(fill_in, site.web, "guest/", name="gus")
            async with programs.talking():
                for trouble in troubles:
                    begun = trouble(postgres, proxy)
                    await _is_stuck_for_a_while(site, programs, begun, cookie)
            await programs.everything_is_there_once()
    assert 1 <= site.text.count("The database fails: ") <= 8


def _through(proxy, postgres):
    where = postgres.environment["DATABASE_URL"]
    ports = (f":{each.address[1]}/" for each in (postgres, proxy))
    return {**LIMITS, "DATABASE_URL": where.replace(*ports)}


async def _is_refused(witness, trouble):
    """It begins, and is a sentence within the time that an answer may take."""
    await witness.post("#lobby", "its process has a connection that writes")
    await asyncio.to_thread(trouble.begin)
    began = time.monotonic()
    refused = await witness.post("#lobby", "is anybody there?")
    while "code" not in refused and time.monotonic() - began < ANSWER_SECONDS:
        # What PostgreSQL is told it may hear a moment later.
        refused = await witness.post("#lobby", "is anybody there now?")
    assert refused["code"] == "unavailable"
    assert refused["detail"].startswith("The database ")
    assert time.monotonic() - began < ANSWER_SECONDS


async def _is_stuck_for_a_while(site, programs, trouble, cookie):
    await programs.more_is_posted()
    witness = await JsonClient.enter(site.json, f"w{uuid4().hex[:8]}")
    began = time.monotonic()
    await _is_refused(witness, trouble)
    if not isinstance(trouble, Standby):  # which shows pages
        code, again = await asyncio.to_thread(_page, site, cookie)
        assert code == 503
        assert again
        assert time.monotonic() - began < 2 * ANSWER_SECONDS
    await asyncio.to_thread(trouble.end)
    await programs.more_is_posted()
    code, _ = await asyncio.to_thread(_page, site, cookie)
    assert code == 200


def _page(site, cookie):
    request = urllib.request.Request(site.url, headers={"Cookie": cookie})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as page:
            return page.status, None
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Retry-After"]


# A thread's own connection, and one of those that pages share.
PATIENCE = """
from django.db import connection
from chat.concurrency.pool import borrowed
from chat.management.serving import database
def show():
    with connection.cursor() as cursor:
        for name in ("lock_timeout", "statement_timeout"):
            cursor.execute(f"SHOW {name}")
            print(cursor.fetchone()[0])
    print(connection.connection.info.get_parameters()["tcp_user_timeout"])
database.serve()
show()
connection.close()
with borrowed():
    show()
"""


def test_the_patience_of_every_connection_has_an_end(tmp_path, postgres):
    more = {**postgres.environment, "CHAT_LOCK_SECONDS": "2"}
    told = manage(tmp_path, "shell", "-v0", "-c", PATIENCE, **more)
    assert told.stdout.split() == 2 * ["2s", "5s", "10000"], told.stderr


@pytest.mark.parametrize("most", [ANSWER_SECONDS, END_SECONDS])
@pytest.mark.parametrize("kind", [Locked, Frozen])
async def test_a_site_whose_postgresql_is_stuck_ends_in_time(
    tmp_path, postgres, proxy, kind, most
):
    with Site(tmp_path, **_through(proxy, postgres)) as site:
        ada = await JsonClient.enter(site.json, "ada")
        ned = await PlainClient.enter(site.plain, "ned")
        trouble = kind(postgres, proxy)
        try:
            await _is_refused(ada, trouble)
            await _is_ended_within(most, site, ada, ned)
        finally:
            await asyncio.to_thread(trouble.end)


async def test_one_locked_room_stops_no_other(tmp_path, postgres):
    with Site(tmp_path, **LIMITS, **postgres.environment) as site:
        ada = await JsonClient.enter(site.json, "ada")
        bob = await JsonClient.enter(site.json, "bob")
        await ada.ask("create", name="dev")
        lock = await asyncio.to_thread(postgres.lock_room, "dev")
        id, longest = uuid4(), 0
        held = asyncio.create_task(ada.post("#dev", "held", id))
        while not held.done():
            began = time.monotonic()
            assert (await bob.post("#lobby", "go on"))["type"] == "posted"
            longest = max(longest, time.monotonic() - began)
        assert (await held)["code"] == "unavailable"
        assert longest < ANSWER_SECONDS
        held = asyncio.create_task(ada.post("#dev", "held", id))
        assert (await bob.post("#lobby", "go on"))["type"] == "posted"
        await asyncio.to_thread(lock.close)
        assert (await held)["type"] == "posted"
        await Lines.close_all()
    assert site.text.count("Somebody else keeps conversation") == 1


# --- SQLite is locked -----------------------------------------------------------------


@pytest.mark.parametrize("most", [ANSWER_SECONDS, END_SECONDS])
async def test_a_locked_sqlite_is_a_sentence_and_the_site_ends_in_time(tmp_path, most):
    with Site(tmp_path, **LIMITS) as site:
        ada = await JsonClient.enter(site.json, "ada")
        ned = await PlainClient.enter(site.plain, "ned")
        lock = Sqlite(tmp_path).lock()
        refused = await ada.post("#lobby", "is anybody there?")
        assert refused["code"] == "unavailable"
        await _is_ended_within(most, site, ada, ned)
        lock.close()
    assert "Traceback" not in site.text


async def _is_ended_within(most, site, ada, ned):
    """Told to end while it is stuck: what is asked is answered, and all are told."""
    await ada.tell("post", to="#lobby", body="and now?", id=str(uuid4()))
    began = time.monotonic()
    ending = asyncio.create_task(asyncio.to_thread(site.stop))
    refused = await ada.hears("error")
    assert refused["code"] == "unavailable"
    await ada.hears("goodbye")
    await ned.hears("the server restarts")
    assert await ending == 0
    assert time.monotonic() - began < most
    await Lines.close_all()


# --- Few connections ------------------------------------------------------------------


async def test_twenty_connections_are_enough_for_four_workers(tmp_path, postgres):
    with postgres.connect() as connection:
        connection.execute("ALTER SYSTEM SET max_connections = 20")
    postgres.crash()
    postgres.start()
    more = {**LIMITS, **postgres.environment}
    with Site(tmp_path, "--workers=4", **more) as site:
        assert "each process of --workers 4 takes 4 at most, and not 14" in site.text
        people = [
            await JsonClient.enter(site.json, f"p{each}") for each in range(PEOPLE)
        ]
        answers = await asyncio.gather(*map(_talk, people))
        assert {answer["type"] for each in answers for answer in each} == {"posted"}
        assert len(await history(site)) == PEOPLE * POSTS
        await Lines.close_all()
    done = manage(
        tmp_path,
        "serve",
        "--bind=127.0.0.1:0",
        "--plain=0",
        "--json=0",
        "--workers=5",
        **more,
    )
    assert done.returncode == 1
    assert "has room for 17 connections, and each process of --workers 5" in done.stderr


async def _talk(client):
    return [await client.post("#lobby", f"word {each}") for each in range(POSTS)]

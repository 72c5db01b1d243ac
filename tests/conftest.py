"""What every test stands on."""

import asyncio
import gc
import inspect
import signal
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from threading import Barrier

import hypothesis
import pytest
import redis
import uvloop
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation

from chat.accounts import throttle
from chat.accounts.bans import Bans
from chat.audit import writing
from chat.broker import embedded
from chat.concurrency import damage, threads
from chat.delivery import doubt
from chat.held import screening
from chat.held.rules import NONE, Rules
from chat.logging import outage
from chat.models.posting import screens
from chat.registration.choosing import Choice
from chat.sessions import following, rate
from chat.site import Chosen, Site
from tests.support import (
    chromium,
    emptying,
    left_open,
    marks,
    migrated,
    postgres,
    sampling,
)
from tests.support.clients import Lines
from tests.support.distribution import Distribution, urgency
from tests.support.replacing import Replacing
from tests.web.admin.cast import the_owner

# Two cores are shared with browsers and servers: slowness says nothing about the code.
hypothesis.settings.register_profile(
    "shared", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "quick", hypothesis.settings.get_profile("shared"), max_examples=20
)
hypothesis.settings.load_profile("shared")

# After how many new objects, and how many looks: seven of a hundred seconds are saved.
LOOKED_THROUGH = 20_000, 20, 20

# Whoever runs the tests in the background of a shell has Ctrl-C ignored, and so would
# the servers that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    sampling.add_option(parser)


def pytest_runtest_setup(item):
    """A test in a browser asks for one before it starts what drives it."""
    if item.get_closest_marker("browser"):
        chromium.need()


def pytest_configure() -> None:
    marks.watch()
    left_open.watch()
    TransactionTestCase._fixture_teardown = emptying.empty


def pytest_itemcollected(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") or "postgres" in item.fixturenames:
        item.add_marker("processes")
    # The last to be set up is the first to be torn down: before the site ends.
    if inspect.iscoroutinefunction(getattr(item, "function", None)):
        item.fixturenames.append("all_hang_up")


@pytest.hookimpl(trylast=True)  # after those who choose and those who shuffle
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    sampling.leave_out(config, items)
    items.sort(key=urgency)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is found stays: nobody need look through it, then or again and again.

    Nor need anybody look so often for what has gone: tests make much and end soon.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(*LOOKED_THROUGH)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Distribution:
    return Distribution(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with marks.starting(marks.may_start(item)):
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def valkey() -> Iterator[redis.Redis]:
    """The Valkey of this worker, which ends with the worker; a client of it."""
    with marks.starting(True):
        embedded.ensure(settings.CHAT_DATA_DIR)
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        yield client


@pytest.fixture(scope="session", autouse=True)
def audit_log_waits() -> None:
    """What a test has caused is not written while its database goes."""
    writing.SECONDS = 3600


@pytest.fixture(autouse=True)
def nobody_is_here(valkey: redis.Redis) -> Iterator[None]:
    """Forget the leases, counts and bans that the test before has left, and trouble."""
    translation.deactivate()
    rate.PACES.forget()
    for each in (outage.DATABASE, outage.REDIS):
        each.is_on = False
    doubt.untold.clear()
    valkey.flushall()
    throttle.forget()
    Bans.forget()
    Rules.known = Rules(NONE, ())
    Choice.known = Chosen()
    screens.ask(screening.screen, on=False)
    following.forget()
    yield
    # The process has no table to write it into, when it ends.
    writing.WAITING.take_all()


@pytest.fixture(autouse=True)
def nothing_is_damaged(request: pytest.FixtureRequest) -> Iterator[None]:
    """What connects while the database is damaged can only read, and would be kept."""
    found = []
    listen = partial(found.append, "damage")
    damage.LISTENERS.append(listen)
    yield
    damage.LISTENERS.remove(listen)
    if not found:
        return
    damage.forget()
    threads.connect_anew()
    if connection.connection is not None and connection.vendor == "sqlite":
        connection.connection.execute("PRAGMA query_only = OFF")
    assert hasattr(request.module, "damage"), "The database was found to be damaged."


@pytest.fixture(autouse=True)
def databases_are_closed() -> Iterator[None]:
    """The first to be set up, and so the last to be torn down."""
    with left_open.refused():
        yield


@pytest.fixture
async def all_hang_up() -> AsyncIterator[None]:
    """Close what a test has connected, also where it fails: one failure stays one."""
    yield
    await Lines.close_all()


@pytest.fixture
def reached() -> Iterator[Callable[..., None]]:
    """Say how this process is reached, until the test has ended."""
    before = Site.here()
    yield lambda **how: Site(**how).open()
    before.open()


@pytest.fixture
def owner(db: None) -> Client:
    """Whoever runs the site, before the panel."""
    return the_owner()


@pytest.fixture(name="postgres")
def postgres_of_its_own() -> Iterator[postgres.Postgres]:
    """A server that ends with the test."""
    server = postgres.need()
    yield server
    server.stop()


@pytest.fixture
def monkeypatch() -> Iterator[Replacing]:
    """Pytest's own, which fails where it replaces a name that nothing reads."""
    replacing = Replacing()
    yield replacing
    replacing.undo()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Django begins with what migrations did before, and does the rest."""
    is_file = connection.vendor == "sqlite"
    if is_file:
        migrated.fill(Path(connection.creation._get_test_db_name()))
    return is_file


@pytest.fixture(scope="session", autouse=True)
def begun_with(django_db_setup: None, django_db_blocker) -> None:
    """Keep what the sites of this worker's tests begin with."""
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            connection.ensure_connection()
            migrated.keep(connection.connection, settings.CHAT_DATA_DIR)


# A thread of the interpreter's own may still hold one.
END_OTHER_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session", autouse=True)
def threads_let_go(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Close the threads' connections before their database is dropped."""
    yield
    # A thread may set how long it waits for locks before it closes.
    # One that has met a lock has its connection wait as long as is usual again.
    with django_db_blocker.unblock():
        asyncio.run(_let_go())
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(END_OTHER_SESSIONS)


async def _let_go() -> None:
    for crew in (
        threads._readers,
        threads._writer,
        threads._hasher,
        threads._renderer,
        *threads._beside.values(),
    ):
        together = Barrier(crew.count)

        def close(together: Barrier = together) -> None:
            together.wait()  # so that each thread gets one of these
            connection.close()

        await asyncio.gather(*(crew.call(close) for _ in range(crew.count)))


def pytest_asyncio_loop_factories(config, item):
    """The bridge is tried on both loops that it is run on."""
    loops = {"asyncio": asyncio.new_event_loop}
    if item.path.name == "test_tcp.py" and item.path.parent.name == "net":
        loops["uvloop"] = uvloop.new_event_loop
    return loops

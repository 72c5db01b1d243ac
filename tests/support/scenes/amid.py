"""Among whom a chapter takes place: who is there meanwhile, as long as it lasts."""

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import uvloop

from tests.support.crowd import Browser, cookie
from tests.support.servers import Site, manage
from tests.support.waiting import eventually

# How many rooms somebody has, and how many people are here, where it is crowded.
ROOMS, PEOPLE = 300, 500
COMPANY = ["bob", "grace", "noor", "linus", "zoe"]
# Whoever says nothing for 20 s is asked, and put out unless they answer.
ALIVE_SECONDS = 10
CROWD = [f"p{number}" for number in range(PEOPLE)]
# Whoever has a brand of their own sees that.
BRAND = ("CHAT_SITE_NAME", "CHAT_ACCENT", "CHAT_LOGO")
SETTINGS = {
    **{name: os.environ[name] for name in BRAND if name in os.environ},
    "CHAT_ALLOW_GUESTS": "1",
    "CHAT_ROOMS_PER_PERSON": "1000",
    "CHAT_ROOMS_MADE_PER_DAY": "1000",
    "CHAT_CONNECTIONS_PER_ADDRESS": "2000",
}


def shell(site: Site, code: str) -> None:
    """Run what ``tests/support/gallery.py`` has, beside the site that serves it."""
    whole = f"from tests.support import gallery; {code}"
    folder = Path(site.environment["CHAT_DATA_DIR"])
    done = manage(folder, "shell", "-v0", "-c", whole, **SETTINGS)
    assert done.returncode == 0, done.stderr


@contextmanager
def few(site: Site) -> Iterator[None]:
    with _here(site, COMPANY):
        yield


@contextmanager
def crowd(site: Site) -> Iterator[None]:
    with _here(site, CROWD):
        yield


@contextmanager
def shut_out(site: Site) -> Iterator[None]:
    """Everybody who comes from this machine is."""
    shell(site, "gallery.ban()")
    try:
        eventually(lambda: _status(site) == 403)
        yield
    finally:
        shell(site, "gallery.unban()")
        eventually(lambda: _status(site) == 200)


def _status(site: Site) -> int:
    came = Request(site.url, headers={"Cookie": f"sessionid={cookie('ada')}"})
    try:
        return urlopen(came).status
    except HTTPError as error:
        return error.code


@contextmanager
def _here(site: Site, names: list[str]) -> Iterator[None]:
    done, ready = threading.Event(), threading.Event()
    thread = threading.Thread(
        target=uvloop.run, args=[_be_here(site, names, ready, done)]
    )
    thread.start()
    try:
        assert ready.wait(60)
        yield
    finally:
        done.set()
        thread.join()


async def _be_here(
    site: Site, names: list[str], ready: threading.Event, done: threading.Event
) -> None:
    people = [Browser(cookie(name)) for name in names]
    for each in people:
        await each.arrive(site.web)
    ready.set()
    staying = [asyncio.create_task(_stay(site, each)) for each in people]
    await asyncio.to_thread(done.wait)
    for task in staying:
        task.cancel()
    await asyncio.gather(*staying, return_exceptions=True)
    for each in people:
        await each.cut()


async def _stay(site: Site, one: Browser) -> None:
    """Say a word from time to time, and come again where the connection is lost."""
    while True:
        listening = asyncio.create_task(one.ends())
        while not (await asyncio.wait([listening], timeout=ALIVE_SECONDS))[0]:
            one.tell("ping")
        await one.arrive(site.web)

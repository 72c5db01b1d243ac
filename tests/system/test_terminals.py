"""The plain door, with what people really come with: nc, telnet, PuTTY."""

import asyncio
import re
from itertools import count

import pytest

from tests.support.clients import JsonClient
from tests.support.servers import Site
from tests.support.terminals import NC, Typist, pipe

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    # Five times as fast as usual: the tests wait for it.
    folder = tmp_path_factory.mktemp("site")
    with Site(folder, CHAT_RATE="100", CHAT_BURST="50") as site:
        yield site


NAMES = (f"bob{number}" for number in count())


@pytest.fixture
async def bob(site):
    # A guest's name is theirs for a while after they have gone.
    return await JsonClient.enter(site.json, next(NAMES))


async def by(name, bob):
    """The next thing that somebody of that name says."""
    return (await bob.hears("message", **{"from": name}))["body"]


async def test_three_hundred_lines_of_a_script_arrive_whole_and_in_order(site, bob):
    lines = [*map(str, range(1, 301))]
    host, port = site.plain
    script = asyncio.create_task(
        asyncio.to_thread(pipe, _lines("lna", *lines), NC, "-N", host, str(port))
    )
    assert [await by("lna", bob) for _ in range(100)] == lines[:100]
    assert (await bob.post("#lobby", "am I disturbed?"))["type"] == "posted"
    # The script has two seconds to go on, at the rate that it is allowed.
    heard = [event for event in bob.events if event["type"] == "message"]
    assert len(heard) < len(lines)
    assert [await by("lna", bob) for _ in range(200)] == lines[100:]
    shown = await script
    assert ": am I disturbed?" in shown
    assert "! " not in shown


async def test_what_nc_pipes_is_understood_however_it_was_written(site, bob):
    said = "\ufeffJean Luc\r\njeam\bn\r\0/etc/hosts is wrong\rhelo\b\bllo".encode()
    host, port = site.plain
    shown = await asyncio.to_thread(pipe, said, NC, "-N", host, str(port))
    assert shown.count("What is your name?") == 2
    assert await by("jean", bob) == "/etc/hosts is wrong"
    assert await by("jean", bob) == "hello"


async def test_putty_negotiates_and_its_words_arrive(site, bob):
    host, port = site.plain
    words = ("-telnet", "-P", str(port), host)
    said = _lines("pettya", "hello", "/who")
    shown = await asyncio.to_thread(pipe, said, "plink", *words)
    assert "* Hello pettya" in shown
    assert re.search(r"^\* Here: .*\bpettya \(nc\)", shown, re.MULTILINE)
    assert "\ufffd" not in shown
    assert await by("pettya", bob) == "hello"


@pytest.mark.parametrize("way", ["-telnet", "-raw"])
async def test_somebody_types_at_putty(site, bob, way):
    host, port = site.plain
    name = f"petra{way[1:]}"
    with Typist("plink", way, "-P", str(port), host) as petra:
        await asyncio.to_thread(petra.sees, "your name?")
        petra.types(f"{name}\n")
        await asyncio.to_thread(petra.sees, f"* Hello {name}")
        petra.types("helo\x7f\x7fllo\n")
        assert await by(name, bob) == "hello"
        await bob.post("#lobby", "hello you")
        await asyncio.to_thread(petra.sees, ": hello you")


async def test_after_ctrl_c_at_telnet_one_reads_and_is_heard(site, bob):
    with Typist("telnet", *map(str, site.plain)) as tess:
        await asyncio.to_thread(tess.sees, "your name?")
        tess.types("tess\n")
        await asyncio.to_thread(tess.sees, "* Hello tess")
        tess.types("not this\x03")
        await asyncio.to_thread(tess.sees, "^C")
        tess.types("after ctrl-c\n")
        assert await by("tess", bob) == "after ctrl-c"
        await bob.post("#lobby", "I hear you")
        await asyncio.to_thread(tess.sees, ": I hear you")


def _lines(*lines):
    return "".join(f"{line}\n" for line in lines).encode()

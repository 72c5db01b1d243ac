"""How far somebody has read: theirs, in the database, and nothing else's business."""

import asyncio

import pytest

from tests.support.clients import JsonClient, Lines
from tests.support.servers import Site
from tests.support.valkey import nothing_is_left

pytestmark = pytest.mark.processes


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path) as site:
        yield site


@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_it_outlives_the_end_of_the_site_and_its_valkey(site, tmp_path, end):
    ada, bob = [await JsonClient.enter(site.json, name) for name in ("ada", "bob")]
    [*_, last, unread] = [await bob.post("#lobby", str(n)) for n in range(4)]
    await _read(ada, last)
    await Lines.close_all()
    getattr(site, end)()
    nothing_is_left(tmp_path)
    site.restart()
    assert await _seen(site, ada) == (last["seq"], unread["seq"], 1)


async def test_it_never_goes_back_whoever_of_ones_connections_reports(site):
    ada = await JsonClient.enter(site.json, "ada")
    phone = await _again(site, ada)
    posted = [await ada.post("#lobby", str(n)) for n in range(20)]
    reports = [(ada, posted[::2]), (phone, reversed(posted[1:-1]))]
    await asyncio.gather(*(_report(client, seqs) for client, seqs in reports))
    assert (await _seen(site, ada))[0] == posted[-2]["seq"]


async def test_coming_being_here_and_going_reads_nothing(site):
    ada, bob = [await JsonClient.enter(site.json, name) for name in ("ada", "bob")]
    posted = await bob.post("#lobby", "unread")
    await ada.hears("message", body="unread")
    await ada.ask("history", conversation=posted["conversation"])
    await ada.ask("changes", conversation=posted["conversation"], since=0)
    await ada.ask("who")
    ada.cut()
    assert await _seen(site, ada) == (posted["seq"] - 1, posted["seq"], 1)
    assert await _seen(site, ada) == (posted["seq"] - 1, posted["seq"], 1)


# --- Steps ----------------------------------------------------------------------------


async def _again(site, client):
    """Another connection of the same guest."""
    name, token = client.welcome["you"]["name"], client.welcome["token"]
    return await JsonClient.enter(site.json, name, token=token)


async def _read(client, posted):
    """Report it; return when that has been done."""
    where = posted["conversation"]
    await client.tell("read", conversation=where, seq=posted["seq"])
    # A connection's commands are done one after the other.
    await client.ask("ping")


async def _report(client, posted):
    for each in posted:
        await _read(client, each)


async def _seen(site, client):
    """What a new connection is told of the lobby: read, head, unread."""
    lobby = (await _again(site, client)).welcome["conversations"][0]
    return lobby["read"], lobby["head"], lobby["unread"]

"""Strangers who want to be a burden to somebody, at a real site."""

import asyncio
import urllib.request

import pytest

from tests.support.clients import JsonClient, SocketClient, fill_in
from tests.support.servers import Site

pytestmark = [pytest.mark.bar, pytest.mark.processes]
# What the strangers do is bounded by what it reaches, not by how fast they are.
FREELY = {"CHAT_RATE": "100000", "CHAT_BURST": "100000"}
GUESTS, ROOMS_EACH = 12, 50


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path, **FREELY) as site:
        yield site


async def test_twelve_guests_put_one_person_into_no_room(site):
    cookie = await asyncio.to_thread(fill_in, site.web, "guest/", name="victim")
    victim = await SocketClient.enter(site.web, cookie)
    await asyncio.gather(*(besiege(site, f"g{n}") for n in range(GUESTS)))
    again = await SocketClient.enter(site.web, cookie)
    assert [each["name"] for each in again.welcome["conversations"]] == ["#lobby"]
    assert len(again.welcome["invitations"]) == 50
    assert len(again.received[0]) < 20_000
    page = await asyncio.to_thread(read, site.url, cookie)
    assert len(page) < 40_000
    assert b"trap" not in page
    assert not [each for each in victim.events if each["type"] == "joined"]


async def besiege(site, name):
    """Make as many rooms as one may, and offer each to the same person."""
    guest = await JsonClient.enter(site.json, name)
    for n in range(ROOMS_EACH):
        made = await guest.ask("create", name=f"trap-{name}-{n}", topic="x" * 200)
        number = made["conversation"]["id"]
        await guest.ask("invite", conversation=number, name="victim")
    answer = await guest.ask("create", name=f"{name}-one-more")
    assert (answer["code"], answer["retry"] > 60) == ("rate-limited", True)


def read(url, cookie):
    request = urllib.request.Request(url, headers={"Cookie": cookie})
    with urllib.request.urlopen(request) as page:
        return page.read()

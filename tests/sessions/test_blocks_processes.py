"""Blocking where a person's connections are in different processes."""

import pytest

from tests.support.clients import JsonClient
from tests.support.servers import Site

pytestmark = pytest.mark.processes


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path, "--workers=2") as site:
        yield site


async def connections(site, name, count):
    """That many of one guest, so that some are in each process."""
    first = await JsonClient.enter(site.json, name)
    token = first.welcome["token"]
    others = [
        await JsonClient.enter(site.json, name, token=token) for _ in range(count - 1)
    ]
    return [first, *others]


async def test_every_connection_of_the_blocker_is_quiet_in_every_process(site):
    adas, bobs = await connections(site, "ada", 6), await connections(site, "bob", 6)
    direct = (await bobs[0].post("@ada", "hello"))["conversation"]
    for ada in adas:
        await ada.hears("message", body="hello")
    await adas[0].ask("block", name="bob", on=True)
    for ada in adas[1:]:
        await ada.hears("blocked", on=True)
    for bob in bobs:
        await bob.post(direct, "psst")
    await adas[0].ask("block", name="bob", on=False)
    for ada in adas:
        assert (await _back(ada))["unread"] == 7
        assert not [each for each in ada.events if each.get("body") == "psst"]
    await bobs[0].post(direct, "there")
    for ada in adas:
        await ada.hears("message", body="there")


async def _back(ada):
    """The talk as it is when it has come back: not as it was opened."""
    while (joined := await ada.hears("joined"))["conversation"]["head"] == 0:
        pass
    return joined["conversation"]

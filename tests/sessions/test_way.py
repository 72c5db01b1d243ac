"""How many files a reader of one post's way has to open."""

import re
from pathlib import Path

import pytest

from tests.support.people import arrive, bring
from tests.support.way import Way, of_a_post

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
FILES_MOST = 20
MOVES_MOST = 45


@pytest.mark.dear
async def test_the_way_of_a_post_is_short():
    ada, *readers = await arrive("ada", "bob", "cyd")
    way = await of_a_post(ada, readers)
    assert {"consumers/websocket.py", "models/posting/steps.py"} <= way.files.keys()
    assert len(way.files) <= FILES_MOST, sorted(way.files)
    assert len(way.moves) <= MOVES_MOST, way.moves


@pytest.mark.dear
async def test_the_way_is_written_down():
    ada, *readers = await arrive("ada", "bob", "cyd")
    way = await of_a_post(ada, readers)
    page = (ROOT / "docs/architecture.md").read_text()
    told = page.partition("<!-- the way -->")[2].partition("<!-- /the way -->")[0]
    serving = {"net/multicast.py", "net/io_uring.py", "net/writer.py"}
    assert (
        set(re.findall(r"`([a-z_]+(?:/[a-z_]+)+\.py)`", told))
        == way.files.keys() | serving
    )


@pytest.mark.dear
async def test_a_longer_way_is_seen():
    ada, bob = await arrive("ada", "bob")
    async with Way() as way:
        room = (await ada.say("create", name="den"))["conversation"]["id"]
        await bring(ada, bob, room)
    assert "sessions/handlers/rooms.py" in way.files
    assert any("MainThread" in move for move in way.moves)
    assert any("chat-write" in move for move in way.moves)

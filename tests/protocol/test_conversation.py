"""The conversation of the page, held with a real server."""

import json
import re
import signal
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from tests.protocol import page, schema
from tests.support.clients import JsonClient
from tests.support.servers import Site

SCRIPT = (page.HERE / "conversation.txt").read_text()
LINES = [line.split(" ", 2) for line in SCRIPT.split("\n") if line[:1] not in ("", "#")]
# Another time, token or address, another version of the list of people, or of the
# site.
VARIES = re.compile(
    r'("(?:at|kept|since|seen|until|ended|token|version|build|presence|renderer|retry'
    r'|href|url|server_key)"|(?<="upload",)"id"):("[^"]*"|[\d.]+)'
)
# What may come at any moment, and is told only where it matters.
BETWEEN = {"presence", "heads", "seen"}


@pytest.fixture
def play(tmp_path):
    with Site(tmp_path) as site:
        yield Play(site)


@pytest.mark.processes
async def test_it_goes_as_it_is_written(play):
    for who, what, *frame in LINES:
        act = {"→": play.say, "←": play.hear, "✗": play.end}[what]
        await act(who, *frame)
    assert play.untold == []


def test_every_command_is_in_it():
    said = {json.loads(frame[0])["type"] for _, what, *frame in LINES if what == "→"}
    assert said - {"dance"} == {each.__struct_config__.tag for each in schema.COMMANDS}


class Play:
    """The people of the script, at a site's JSON door."""

    def __init__(self, site):
        self._site, self._is_over = site, False
        self._clients, self._tokens = {}, {}
        self._heard = defaultdict(list)

    async def say(self, who, frame):
        if who not in self._clients:
            self._clients[who] = await JsonClient.connect(self._site.json)
        token = f'"token":"{self._tokens.get(who)}"'
        soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        frame = re.sub(r'"at":"[^"]*"', f'"at":"{soon}"', frame)
        await self._clients[who].write(re.sub(r'"token":"[^"]*"', token, frame))

    async def hear(self, who, frame):
        wanted = VARIES.sub(r"\1:…", frame)
        while wanted not in self._heard[who]:
            line = await self._clients[who].read()
            print(who, "←", line)
            self._tokens[who] = json.loads(line).get("token", self._tokens.get(who))
            self._heard[who].append(VARIES.sub(r"\1:…", line))
        self._heard[who].remove(wanted)

    async def end(self, who):
        if who == "server":
            self._site.process.send_signal(signal.SIGTERM)
            self._is_over = True
        elif self._is_over:
            assert await self._clients[who].read() is None
        else:
            self._clients.pop(who).cut()

    @property
    def untold(self):
        """What somebody has heard, and the script says nothing of."""
        every = [frame for frames in self._heard.values() for frame in frames]
        return [frame for frame in every if _type(frame) not in BETWEEN]


def _type(frame):
    return re.match(r'\{"type":"(\w+)"', frame)[1]

"""The page's programs, run as they stand there, against a real server."""

import asyncio
import contextlib
import re
import sys

import pytest

from tests.protocol import page
from tests.support.clients import JsonClient
from tests.support.servers import Site
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.processes
PROGRAMS = re.findall(r"```python\n(.*?)```", page.PATH.read_text(), re.DOTALL)
QUESTION = "Hello, robot?"


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path) as site:
        yield site


async def test_a_program_gets_in_at_the_websocket(site):
    [program] = [each for each in PROGRAMS if "/ws/" in each]
    async with _running(program, site) as process:
        said, _ = await process.communicate()
    assert process.returncode == 0
    assert b'"type":"welcome"' in said
    assert b'"name":"eve"' in said


async def test_the_whole_client_answers_once_whatever_happens(site):
    [program] = [each for each in PROGRAMS if QUESTION in each]
    async with _running(program, site) as process:
        assert await process.stdout.readline() == b"connected\n"
        ada = await JsonClient.enter(site.json, "ada")
        await ada.post("#lobby", QUESTION)
        await ada.hears("message", **{"from": "robot"})
        await asyncio.to_thread(site.restart)
        ada = await JsonClient.enter(site.json, "ada", token=ada.welcome["token"])
        await ada.post("#lobby", QUESTION)  # whether the robot is back or not
        await ada.post("@robot", QUESTION)
        await ada.hears("message", body="Hello, ada!", conversation=2)
        # What is answered in one conversation may come after what is in another.
        async with asyncio.timeout(SECONDS):
            while len(bodies := await _lobby(ada)) < 4:
                await asyncio.sleep(0.05)
        assert bodies == [QUESTION, "Hello, ada!"] * 2


async def _lobby(client):
    lobby = client.welcome["conversations"][0]["id"]
    page = await client.ask("history", conversation=lobby)
    return [message["body"] for message in page["messages"]]


@contextlib.asynccontextmanager
async def _running(program, site):
    for port, address in ((8000, site.web), (9001, site.json)):
        program = program.replace(f'127.0.0.1", {port}', f'127.0.0.1", {address[1]}')
        program = program.replace(f"127.0.0.1:{port}", f"127.0.0.1:{address[1]}")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", "-c", program),
        stdout=asyncio.subprocess.PIPE,
        env=site.environment,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()

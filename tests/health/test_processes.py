"""The three addresses of real servers: several processes, and one that ends."""

import asyncio
import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.clients import JsonClient, Lines, PlainClient
from tests.support.processes import is_running
from tests.support.servers import BridgeProcess, Site
from tests.support.waiting import SECONDS, eventually

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[2]
TOKEN = "of-the-operator-0123456789"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
}


def ask(address, path, **headers):
    """By a connection of its own: any of the workers may have it."""
    with contextlib.closing(
        http.client.HTTPConnection(*address, timeout=SECONDS)
    ) as to:
        to.request("GET", path, headers=headers)
        answer = to.getresponse()
        return answer.status, answer.read().decode()


def figure(site, name):
    status, text = ask(site.web, "/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    return float(re.search(rf"^{re.escape(name)} (.*)$", text, re.MULTILINE)[1])


async def test_whichever_is_asked_tells_of_all_and_nothing_falls(tmp_path):
    name = 'chat_posts_total{door="json"}'
    with Site(tmp_path, "--workers=2", CHAT_METRICS_TOKEN=TOKEN) as site:
        people = [await JsonClient.enter(site.json, f"p{n}") for n in range(8)]
        for person in people:
            await person.post("#lobby", "hello")
        # By both of them: what has not been laid down yet goes with who is killed.
        eventually(lambda: {figure(site, name) for _ in range(20)} == {8})
        eventually(lambda: figure(site, 'chat_connections{door="json"}') == 8)
        victim, _ = site.workers
        os.kill(victim, signal.SIGKILL)
        eventually(lambda: not is_running(victim) and len(site.workers) == 2)
        eventually(lambda: figure(site, "chat_processes") == 2)
        assert {figure(site, name) for _ in range(10)} == {8}
        site.process.send_signal(signal.SIGTERM)
        eventually(lambda: ask(site.web, "/readyz")[0] == 503)
        await Lines.close_all()


async def test_while_people_are_told_goodbye_the_door_says_not_ready(tmp_path):
    with Site(tmp_path, CHAT_METRICS_TOKEN=TOKEN) as site:
        with BridgeProcess(tmp_path) as bridge:
            robot = await JsonClient.enter(bridge.json, "robot")
            await robot.post("#lobby", "hello")
        # It was asked nothing, and has left what it has counted.
        assert figure(site, 'chat_posts_total{door="json"}') == 1
        _run_the_page(site.web[1])
        reader = await PlainClient.enter(site.plain, "reader")
        site.process.send_signal(signal.SIGTERM)
        assert ask(site.web, "/readyz")[0] == 503
        await reader.hears("restarts")
        assert ask(site.web, "/healthz") == (200, "ok\n")
        assert ask(site.web, "/ws/", **UPGRADE)[0] == 503
        assert '"process":"is ending"' in ask(site.web, "/readyz")[1]
        await Lines.close_all()
        assert await asyncio.to_thread(site.stop) == 0


def _run_the_page(port):
    """The commands of the operator's page, with the token that this site asks for."""
    page = (ROOT / "docs/operating.md").read_text()
    section = page.partition("## Health and figures")[2].partition("\n## ")[0]
    [commands] = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    curl = shutil.which("curl")
    assert commands.count("curl -s") == commands.count("\n") == 3
    if curl is None:
        return
    script = commands.replace(":8000/", f":{port}/")
    script = script.replace("curl -s", f'{curl} -s -H "Authorization: Bearer {TOKEN}"')
    found = subprocess.run(["/bin/sh", "-ec", script], capture_output=True, text=True)
    assert found.returncode == 0
    assert found.stdout.startswith('ok\n{"ready":true,"database":"ok","redis":"ok"}\n#')

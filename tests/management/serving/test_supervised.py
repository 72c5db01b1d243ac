"""A supervisor holds the doors open, and is told how it goes."""

import os
import signal
import socket
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest

from tests.support import migrated
from tests.support.encrypted import Certificate, doors, shown
from tests.support.processes import free_port
from tests.support.programs import get
from tests.support.servers import PROJECT, BridgeProcess, Site, environment
from tests.support.supervising import Supervised, Supervisor, supervised
from tests.support.tools import need
from tests.support.waiting import SECONDS, eventually

pytestmark = pytest.mark.processes


class Visits(threading.Thread):
    """Comes to a door again and again; each answer is the first line of one."""

    def __init__(self, address):
        super().__init__()
        self.address, self.answers, self.refused = address, [], []
        self.is_over = threading.Event()

    def run(self):
        while not self.is_over.is_set():
            try:
                with socket.create_connection(self.address, timeout=SECONDS) as visit:
                    visit.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
                    self.answers.append(visit.makefile("rb").readline())
            except OSError as error:
                self.refused.append(error)


@pytest.fixture(scope="module", params=[1, 2], ids="{} workers".format)
def anew(request, tmp_path_factory):
    """A site that is started anew while somebody comes again and again."""
    folder = tmp_path_factory.mktemp("supervised")
    pair, workers = Certificate(folder), f"--workers={request.param}"
    with supervised(folder, *pair.options, workers) as (supervisor, site):
        opened = [site.web, site.plain, site.json, doors(site)["JSON lines"]]
        visits = Visits(site.web)
        visits.start()
        code = site.stop()
        early = socket.create_connection(site.json, timeout=SECONDS)  # nobody serves
        site.start()
        early.sendall(b'{"type":"login","name":"ada"}\n')
        welcome = early.makefile("rb").readline()
        early.close()
        visits.is_over.set()
        visits.join()
        eventually(lambda: supervisor.told.count("WATCHDOG=1") > 1)
        yield SimpleNamespace(
            code=code,
            is_theirs=opened == supervisor.addresses,
            is_encrypted=shown(opened[3]) == pair.der,
            welcome=welcome,
            visits=visits,
            told=supervisor.told,
        )


def test_nobody_is_refused_while_the_site_is_started_anew(anew):
    assert anew.is_theirs
    assert anew.is_encrypted
    assert anew.code == 0
    assert anew.visits.refused == []
    assert {*anew.visits.answers} == {b"HTTP/1.1 200 OK\r\n"}
    assert b'"welcome"' in anew.welcome


def test_a_supervisor_is_told_how_it_goes(anew):
    told = [each for each in anew.told if each != "WATCHDOG=1"]
    assert told == ["READY=1", "STOPPING=1", "READY=1"]


def test_a_bridge_takes_its_doors_over_too(tmp_path):
    supervisor = Supervisor(tmp_path, "plain", "json")
    with Supervised(supervisor, tmp_path / "var", kind=BridgeProcess) as bridge:
        assert [bridge.plain, bridge.json] == supervisor.addresses
        eventually(lambda: "WATCHDOG=1" in supervisor.told)
    supervisor.close()
    told = [each for each in supervisor.told if each != "WATCHDOG=1"]
    assert told == ["READY=1", "STOPPING=1"]


HANGS = """
import asyncio, os, time
from chat.management.serving import supervised

async def hang():
    life = asyncio.create_task(supervised.show_life())
    await asyncio.sleep(0)
    time.sleep(60)

if not (worker := os.fork()):
    asyncio.run(hang())
print(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]))
"""


def test_a_worker_whose_loop_hangs_ends_and_says_where():
    hung = subprocess.run(
        [sys.executable, "-c", HANGS],
        env={**os.environ, "WATCHDOG_USEC": "200000"},
        capture_output=True,
        text=True,
        cwd=PROJECT,
    )
    assert hung.stdout == "1\n"
    assert "in hang" in hung.stderr


def test_a_socket_that_is_for_no_door_is_one_sentence(tmp_path):
    supervisor = Supervisor(tmp_path, "webb")
    done = subprocess.run(
        [*supervisor.program, *Site.command],
        env=environment(tmp_path / "var", **supervisor.environment),
        pass_fds=supervisor.fds,
        capture_output=True,
        text=True,
        cwd=PROJECT,
    )
    supervisor.close()
    assert done.returncode == 1
    assert "(webb)" in done.stderr
    assert done.stderr.count("\n") == 1


WHERE = """
import os
os.environ["LISTEN_PID"] = str(os.getpid())
from chat.management.serving import addresses
print(addresses.parse("127.0.0.1:8000", "--bind").is_loopback)
"""


@pytest.mark.parametrize(
    ("hosts", "is_loopback"),
    [(["127.0.0.1", "::1"], True), (["::1", "0.0.0.0"], False), (["::"], False)],
)
def test_a_door_is_as_open_as_the_widest_of_its_sockets(tmp_path, hosts, is_loopback):
    supervisor = Supervisor(tmp_path, *(["web"] * len(hosts)), hosts=hosts)
    done = subprocess.run(
        [*supervisor.program[:-1], "-c", WHERE],
        env={**os.environ, **supervisor.environment},
        pass_fds=supervisor.fds,
        capture_output=True,
        text=True,
        cwd=PROJECT,
    )
    supervisor.close()
    assert done.stdout == f"{is_loopback}\n", done.stderr


def test_systemd_hands_over_what_it_listens_at(tmp_path):
    words = [need("systemd-socket-activate", "systemd"), "--fdname=web:plain:json"]
    words += [
        f"--listen=127.0.0.1:{port}" for port in (free_port(), free_port(), free_port())
    ]
    words += [
        f"--setenv={name}={value}" for name, value in environment(tmp_path).items()
    ]
    command = [*words, sys.executable, "manage.py", "serve"]
    web = words[2].removeprefix("--listen=")
    migrated.lay(tmp_path, {})
    with subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.DEVNULL) as served:
        try:
            eventually(lambda: _is_listened_at(web))
            assert 'id="guest-name"' in get(At(f"http://{web}/"), "login/")
        finally:
            served.send_signal(signal.SIGTERM)
    assert served.returncode == 0


class At:
    def __init__(self, url):
        self.url = url


def _is_listened_at(address):
    host, port = address.split(":")
    try:
        socket.create_connection((host, int(port))).close()
    except ConnectionRefusedError:
        return False
    return True

"""The commands that serve, as an operator meets them: real processes."""

import contextlib
import http.client
import os
import re
import socket
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.support.dear import slowness
from tests.support.servers import (
    BridgeProcess,
    DevelopmentSite,
    Server,
    Site,
    manage,
)
from tests.support.valkey import nothing_is_left, run_id, valkeys
from tests.support.waiting import SECONDS, eventually

pytestmark = pytest.mark.processes


@pytest.fixture(autouse=True)
def started_by_themselves(monkeypatch):
    """The start itself is tried, too."""
    monkeypatch.setattr(Server, "may_be_forked", False)


def is_served(site: Site | DevelopmentSite) -> bool:
    with urllib.request.urlopen(site.url + "login/", timeout=SECONDS) as answer:
        return answer.status == 200


def touch(module: Path) -> None:
    # Again and again, because Django does not say when it has begun to watch; but with
    # one change a second, which is how often it looks.
    os.utime(module, (int(time.time()), int(time.time())))


def knock(address: tuple[str, int]) -> None:
    socket.create_connection(address, timeout=SECONDS).close()


# --- Starting and ending --------------------------------------------------------------


def test_serve_opens_every_door(tmp_path):
    with Site(tmp_path, migrates=True) as site:
        assert is_served(site)
        knock(site.plain)
        knock(site.json)


def test_off_closes_a_door(tmp_path):
    with Site(tmp_path, "--plain=off", "--json=OFF") as site:
        assert list(site.addresses) == ["browser"]


def test_second_start_serves_a_page_within_three_seconds(tmp_path):
    Site(tmp_path).stop()
    with Site(tmp_path) as site:
        assert is_served(site)
        # Of its own work: what the tests beside take of the machine is not counted.
        assert _cpu_seconds(site.process.pid) < 3 * slowness()


def _cpu_seconds(pid: int) -> float:
    """The time that a process has worked, from proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_serve_imports_nothing_of_the_server_for_development(tmp_path):
    with Site(tmp_path, PYTHONPROFILEIMPORTTIME="1") as site:
        assert is_served(site)
        assert "uvicorn" in site.text
        assert not re.search(r"\b(twisted|daphne)\b", site.text)


def test_a_site_for_everybody_answers_to_its_own_names_alone(tmp_path):
    names = socket.gethostname(), "localhost", "evil.example"
    with Site(tmp_path, "--bind=0.0.0.0:0") as site:
        answers = [_status(site, host) for host in names]
    assert answers == [200, 200, 400]


def _status(site: Site, host: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", site.web[1], timeout=SECONDS)
    with contextlib.closing(connection):
        connection.request("GET", "/login/", headers={"Host": host})
        return connection.getresponse().status


def test_two_first_starts_at_once_share_an_empty_folder(tmp_path):
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(partial(Site, migrates=True), [tmp_path, tmp_path]))
    assert [is_served(site) for site in both] == [True, True]
    assert [site.stop() for site in both] == [0, 0]


@pytest.mark.parametrize("kind", [Site, BridgeProcess, DevelopmentSite])
@pytest.mark.parametrize("end", ["stop", "interrupt"])
def test_end_is_quiet_and_leaves_nothing(tmp_path, kind, end):
    server = kind(tmp_path, CHAT_LOG_LEVEL="WARNING")
    said = server.text
    assert getattr(server, end)() == 0
    assert server.text.removeprefix(said).strip() == ""
    nothing_is_left(tmp_path)


def test_all_three_share_one_folder(tmp_path):
    with DevelopmentSite(tmp_path) as dev, BridgeProcess(tmp_path) as bridge:
        with Site(tmp_path) as site:
            assert len(valkeys(tmp_path)) == 1
            assert is_served(site)
        assert is_served(dev)
        knock(bridge.plain)
    nothing_is_left(tmp_path)


def test_killed_site_starts_again_on_its_ports(tmp_path):
    site = Site(tmp_path)
    before = site.url, site.plain, site.json
    site.kill()
    with site.restart():
        assert (site.url, site.plain, site.json) == before
        assert is_served(site)


def test_reload_keeps_the_port_and_the_valkey(tmp_path):
    module = tmp_path / "reloadable.py"
    module.write_text("from chatsite.settings import *\n")
    with DevelopmentSite(
        tmp_path, PYTHONPATH=str(tmp_path), DJANGO_SETTINGS_MODULE="reloadable"
    ) as site:
        before = site.url, run_id(tmp_path)
        eventually(lambda: touch(module) or site.output.count("Ready.\n") > 1)
        assert (site.url, run_id(tmp_path)) == before
        assert is_served(site)


def test_only_a_site_without_administrator_is_told_how_to_make_one(tmp_path):
    with Site(tmp_path) as site:
        assert site.text.count(f"{site.url}start/") == 1
    code = (
        "from chat.models import User;"
        "User.objects.create_superuser('ada', 'correct horse battery')"
    )
    assert manage(tmp_path, "shell", "-c", code).returncode == 0
    with Site(tmp_path) as site:
        assert "/start/" not in site.text

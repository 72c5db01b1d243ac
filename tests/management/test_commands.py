"""The commands, as an operator meets them: real processes, and their mistakes."""

import errno
import os
import socket
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import CommandError

from chat.management.serving import addresses, startup
from chat.management.serving.addresses import Address
from tests.support.servers import (
    BridgeProcess,
    DevelopmentSite,
    Site,
    eventually,
    manage,
    nothing_is_left,
    run_id,
    valkeys,
)

CLOSED_PORT = "127.0.0.1:1"  # nobody listens on tcpmux


def is_served(site: Site | DevelopmentSite) -> bool:
    with urllib.request.urlopen(site.url + "login/", timeout=10) as answer:
        return answer.status == 200


def touch(module: Path) -> None:
    # Again and again, because Django does not say when it has begun to watch; but with
    # one change a second, which is how often it looks.
    os.utime(module, (int(time.time()), int(time.time())))


def knock(address: tuple[str, int]) -> None:
    socket.create_connection(address, timeout=10).close()


# --- Starting and ending --------------------------------------------------------------


def test_serve_opens_every_door(tmp_path):
    with Site(tmp_path) as site:
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
        assert _cpu_seconds(site.process.pid) < 3


def _cpu_seconds(pid: int) -> float:
    """The time that a process has worked, from proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_two_first_starts_at_once_share_an_empty_folder(tmp_path):
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(Site, [tmp_path, tmp_path]))
    assert [is_served(site) for site in both] == [True, True]
    assert [site.stop() for site in both] == [0, 0]


@pytest.mark.parametrize("kind", [Site, BridgeProcess, DevelopmentSite])
@pytest.mark.parametrize("end", ["stop", "interrupt"])
def test_end_is_quiet_and_leaves_nothing(tmp_path, kind, end):
    server = kind(tmp_path)
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
        [line] = [line for line in site.output if "createsuperuser" in line]
    code = (
        "from chat.models import User;"
        "User.objects.create_superuser('ada', 'correct horse battery')"
    )
    assert manage(tmp_path, "shell", "-c", code).returncode == 0
    with Site(tmp_path) as site:
        assert line not in site.output


# --- Mistakes -------------------------------------------------------------------------


def complaint(data_dir: Path, *words: str, **more: str) -> str:
    """What the operator is told: one line, on the standard error, with exit code 1."""
    result = manage(data_dir, *words, **more)
    assert (result.returncode, result.stdout) == (1, ""), result.stdout + result.stderr
    [line] = result.stderr.splitlines()
    assert line.endswith(".")
    return line


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--bind", ["serve", "--bind={}", "--plain=0", "--json=0"]),
        ("--plain", ["serve", "--bind=0", "--plain={}", "--json=0"]),
        ("--json", ["serve", "--bind=0", "--plain=0", "--json={}"]),
        ("--json", ["tcpbridge", "--plain=0", "--json={}"]),
        ("runserver PORT", ["runserver", "{}"]),
        ("runserver PORT", ["runserver", "--noreload", "{}"]),
    ],
)
def test_taken_port_is_named_with_its_option(tmp_path, taken, option, words):
    line = complaint(tmp_path, *(word.format(taken) for word in words))
    assert f"Port {taken} on 127.0.0.1 is taken" in line
    assert option in line
    nothing_is_left(tmp_path)


def test_two_doors_on_one_port_are_noticed(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    line = complaint(tmp_path, "serve", f"--bind={port}", f"--plain={port}", "--json=0")
    assert f"Port {port}" in line
    assert "--plain" in line


@pytest.mark.parametrize(
    "text",
    ["nonsense", "", "::1:8000", "[127.0.0.1]:8000", ":8000", "65536", "-1", "8 0"],
)
@pytest.mark.parametrize("option", ["--bind", "--plain"])
def test_text_that_is_no_address_is_refused(text, option):
    with pytest.raises(CommandError, match=option):
        addresses.parse(text, option)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("8001", "127.0.0.1", 8001),
        ("0.0.0.0:80", "0.0.0.0", 80),
        ("[::1]:8000", "::1", 8000),
        ("localhost:0", "localhost", 0),
    ],
)
def test_addresses_are_read(text, host, port):
    assert addresses.parse(text, "--bind") == Address(host, port, "--bind")


@pytest.mark.parametrize(
    "words",
    [
        ["serve", "--bind=nonsense"],
        ["serve", "--bind=no such host:8000"],
        ["serve", "--bind=192.0.2.1:8000"],
        ["tcpbridge", "--host=192.0.2.1"],
        ["tcpbridge", "--plain=off", "--json=off"],
        ["runserver", "nonsense"],
        ["runserver", "127.0.0.1:65536"],
        ["runserver", "--noasgi"],
    ],
)
def test_mistaken_options_are_one_sentence(tmp_path, words):
    complaint(tmp_path, *words)


def test_port_of_the_administrator_is_explained():
    error = OSError(errno.EACCES, "Permission denied")
    line = str(addresses.refusal(Address("127.0.0.1", 80, "--bind"), error))
    assert "Port 80" in line
    assert "--bind" in line


SERVE = ["serve", "--bind=0", "--plain=0", "--json=0"]
COMMANDS = pytest.mark.parametrize(
    "words", [SERVE, ["tcpbridge", "--plain=0", "--json=0"], ["runserver", "0"]]
)


@COMMANDS
def test_redis_that_is_away_is_one_sentence(tmp_path, words):
    url = f"redis://:seesaw@{CLOSED_PORT}/0"
    line = complaint(tmp_path, *words, REDIS_URL=url)
    assert "REDIS_URL" in line
    assert "seesaw" not in line


@pytest.mark.parametrize("url", ["nonsense", "redis://:see#saw@host/0", "http://host"])
def test_malformed_redis_url_is_one_sentence(tmp_path, url):
    line = complaint(tmp_path, *SERVE, REDIS_URL=url)
    assert "REDIS_URL" in line
    assert "see" not in line


@COMMANDS
@pytest.mark.parametrize("name", ["nonsense", "chat.broker.layer.None", "no.such.One"])
def test_channel_layer_that_there_is_not_is_one_sentence(tmp_path, words, name):
    line = complaint(tmp_path, *words, CHANNEL_LAYER=name)
    assert "CHANNEL_LAYER" in line
    assert name in line


@COMMANDS
def test_database_that_is_away_is_one_sentence(tmp_path, words):
    url = f"postgres://ada:seesaw@{CLOSED_PORT}/chat"
    line = complaint(tmp_path, *words, DATABASE_URL=url)
    assert "DATABASE_URL" in line
    assert CLOSED_PORT in line
    assert "seesaw" not in line


@COMMANDS
@pytest.mark.parametrize("url", ["nonsense", "postgres://ada:see#saw@host/chat"])
def test_malformed_database_url_is_one_sentence(tmp_path, words, url):
    line = complaint(tmp_path, *words, DATABASE_URL=url)
    assert "DATABASE_URL" in line
    assert "see" not in line


def test_only_the_own_database_is_migrated_unasked(tmp_path):
    url = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    assert "manage.py migrate" in complaint(tmp_path, *SERVE, DATABASE_URL=url)
    assert manage(tmp_path, "migrate", DATABASE_URL=url).returncode == 0
    with Site(tmp_path, DATABASE_URL=url) as site:
        assert is_served(site)


def test_database_that_is_none_is_one_sentence(tmp_path):
    (tmp_path / "chat.sqlite3").write_text("this is no database" * 100)
    assert str(tmp_path / "chat.sqlite3") in complaint(tmp_path, *SERVE)


def test_a_sqlite_that_is_too_old_is_one_sentence(monkeypatch):
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 34, 1))
    with pytest.raises(CommandError, match=r"3\.35"):
        startup._prepare_database()


@COMMANDS
def test_data_folder_that_is_none_is_one_sentence(tmp_path, words):
    (tmp_path / "file").touch()
    assert str(tmp_path / "file") in complaint(tmp_path / "file", *words)


def test_valkey_that_cannot_start_is_one_sentence(tmp_path):
    (tmp_path / "valkey").touch()
    assert "REDIS_URL" in complaint(tmp_path, *SERVE)


# --- Who may come in ------------------------------------------------------------------

LOOPBACK = Address("127.0.0.1", 8000, "--bind")
LAN = Address("192.0.2.7", 8000, "--bind")
EVERY = Address("0.0.0.0", 8000, "--bind")


@pytest.mark.parametrize(
    ("setting", "doors", "allowed"),
    [
        (None, [LOOPBACK, Address("::1", 9000, "--plain")], True),
        (None, [LOOPBACK, LAN], False),
        (None, [EVERY], False),
        (True, [EVERY], True),
        (False, [LOOPBACK], False),
    ],
)
def test_guests_come_in_where_only_this_machine_does(settings, setting, doors, allowed):
    settings.CHAT_ALLOW_GUESTS = setting
    startup._decide_on_guests(doors)
    assert settings.CHAT_ALLOW_GUESTS is allowed


def test_own_names_are_allowed_where_others_come_in(settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    startup._allow_names(LAN)
    host = socket.gethostname().lower()
    assert {"localhost", host, "192.0.2.7"} <= set(settings.ALLOWED_HOSTS)


def test_loopback_and_the_operators_list_add_no_names(settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["localhost"]
    startup._allow_names(LOOPBACK)
    monkeypatch.setenv("ALLOWED_HOSTS", "localhost")
    startup._allow_names(LAN)
    assert settings.ALLOWED_HOSTS == ["localhost"]


def test_ipv6_names_are_bracketed_as_browsers_send_them():
    assert "[2001:db8::7]" in Address("2001:db8::7", 8000, "--bind").names


def test_every_address_is_shown_as_one_that_others_can_reach():
    assert EVERY.shown.host not in ("127.0.0.1", "::")
    assert LOOPBACK.shown == LOOPBACK

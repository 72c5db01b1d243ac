"""An operator's mistakes: each is answered with one sentence."""

import socket
from pathlib import Path

import pytest

from tests.support.servers import Site, manage
from tests.support.valkey import nothing_is_left

CLOSED_PORT = "127.0.0.1:1"  # nobody listens on tcpmux

pytestmark = pytest.mark.processes


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


SERVE = ["serve", "--bind=0", "--plain=0", "--json=0"]
OTHERS = [["tcpbridge", "--plain=0", "--json=0"], ["runserver", "0"]]
COMMANDS = pytest.mark.parametrize("words", [SERVE, *OTHERS])


def each_with(first, *more):
    """Each of these with ``serve``, and the first with the other commands."""
    serving = [(SERVE, value) for value in (first, *more)]
    return [*serving, *((words, first) for words in OTHERS)]


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


@pytest.mark.parametrize(
    ("words", "name"),
    each_with("nonsense", "chat.broker.layer.None", "no.such.One"),
)
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


@pytest.mark.parametrize(
    ("words", "url"), each_with("nonsense", "postgres://ada:see#saw@host/chat")
)
def test_malformed_database_url_is_one_sentence(tmp_path, words, url):
    line = complaint(tmp_path, *words, DATABASE_URL=url)
    assert "DATABASE_URL" in line
    assert "see" not in line


def test_only_the_own_database_is_migrated_unasked(tmp_path):
    url = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    assert "manage.py migrate" in complaint(tmp_path, *SERVE, DATABASE_URL=url)
    assert manage(tmp_path, "migrate", DATABASE_URL=url).returncode == 0
    assert Site(tmp_path, DATABASE_URL=url).stop() == 0


def test_database_that_is_none_is_one_sentence(tmp_path):
    (tmp_path / "chat.sqlite3").write_text("this is no database" * 100)
    assert str(tmp_path / "chat.sqlite3") in complaint(tmp_path, *SERVE)


@COMMANDS
def test_data_folder_that_is_none_is_one_sentence(tmp_path, words):
    (tmp_path / "file").touch()
    assert str(tmp_path / "file") in complaint(tmp_path / "file", *words)


def test_valkey_that_cannot_start_is_one_sentence(tmp_path):
    (tmp_path / "valkey").touch()
    assert "REDIS_URL" in complaint(tmp_path, *SERVE)

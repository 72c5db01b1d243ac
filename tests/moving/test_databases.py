"""A site moves from SQLite to PostgreSQL and back, by the commands of the operator."""

import json
from pathlib import Path

import pytest

from tests.support.servers import manage
from tests.support.valkey import nothing_is_left

pytestmark = pytest.mark.processes
# They say when they were made, and by what; the rest is what was exported.
MANIFEST = "manifest.jsonl"


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*.jsonl")
        if path.name != MANIFEST
    }


def numbers(folder):
    line = (folder / MANIFEST).read_text().splitlines()[0]
    return json.loads(line)["numbers"]


# What is done in one process, for to start one is what takes the time.
LIVE = """
from chat.management.serving import startup
from tests.moving.site import live_in
startup.prepare()
live_in()
"""
MOVE = """
from django.core.management import call_command
for words in {words}:
    call_command(*words)
"""


def do(folder, *words, first="", **more):
    script = first + MOVE.format(words=words)
    done = manage(folder, "shell", "--no-imports", "-c", script, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_site_moves_to_postgresql_and_back(tmp_path, postgres):
    one, two, three = (str(tmp_path / name) for name in ("1", "2", "3"))
    did = do(tmp_path / "old", ("export", one), first=LIVE)
    assert "hashes of all passwords" in did
    bring = [("import", one, "--keep-epochs"), ("export", two)]
    assert "all of it is here" in do(tmp_path / "new", *bring, **postgres.environment)
    do(tmp_path / "back", ("import", two, "--keep-epochs"), ("export", three))
    folders = [*map(Path, (one, two, three))]
    assert files(folders[0]) == files(folders[1]) == files(folders[2])
    assert numbers(folders[0]) == numbers(folders[1]) == numbers(folders[2])
    nothing_is_left(tmp_path / "old")

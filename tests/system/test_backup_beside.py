"""A backup while people talk: nobody waits for it, and nothing answered is missing."""

import asyncio
import shutil
import subprocess
import sys
import time
from asyncio import create_task
from contextlib import closing
from pathlib import Path

import pytest

from tests.chaos.database import Sqlite
from tests.support.clients import JsonClient
from tests.support.servers import PROJECT, Site, environment

pytestmark = pytest.mark.processes

POSTERS = 10
# What was said long ago: half of it is HTML.
ROW_BYTES = 2000
FILL = """
    INSERT INTO chat_message (conversation_id, seq, changed, author_id, uuid, body,
        html, digest, at, edited, deleted, renderer, action)
    SELECT {place}, n, n, {author}, {uuid}, {body}, {body}, {digest}, {now}, {no}, {no},
        1, {no} FROM {numbers}
"""
SQLITE = {
    "uuid": "lower(hex(randomblob(16)))",
    "body": "hex(randomblob(430))",
    "digest": "randomblob(16)",
    "now": "'2026-01-01 12:00:00'",
    "no": "0",
    "numbers": "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c"
    " WHERE n < {count}) SELECT n FROM c)",
}
POSTGRESQL = {
    "uuid": "gen_random_uuid()",
    "body": "repeat(md5(n::text), 27)",
    "digest": "'\\x00000000000000000000000000000000'::bytea",
    "now": "'2026-01-01 12:00:00+00'",
    "no": "false",
    "numbers": "generate_series(1, {count}) AS n",
}


def fill(connection, dialect, megabytes):
    """Have somebody have said so much in a room of their own."""
    count = megabytes * 1_000_000 // ROW_BYTES
    ask = connection.execute
    [author] = ask("SELECT id FROM chat_user WHERE name = 'keeper'").fetchone()
    find = "SELECT id FROM chat_conversation WHERE name = 'old'"
    [place] = ask(find).fetchone()
    numbers = dialect["numbers"].format(count=count)
    words = dialect | {"numbers": numbers, "place": place, "author": author}
    ask(FILL.format(**words))
    ask(f"UPDATE chat_conversation SET head = {count} WHERE id = {place}")


async def post_until(done, client, waits, pause):
    """Say something evenly, and note how long each took to be answered."""
    due = time.monotonic()
    said = []
    while not done.is_set():
        due = max(due + pause, time.monotonic() - 1)
        await asyncio.sleep(due - time.monotonic())
        began = time.monotonic()
        said.append((await client.post("#lobby", "still talking"))["seq"])
        waits.append(time.monotonic() - began)
    return said


def quantile(waits, share):
    return sorted(waits)[int(len(waits) * share)]


MARKS = [pytest.mark.bar, pytest.mark.timed, pytest.mark.timeout(1800)]
BAR = pytest.param(1000, 300, 0.2, id="1GB", marks=MARKS)
# Other tests have the machine, too: nobody waits for the end of it, that is all.
SMALL = pytest.param(20, 100, None, id="small")


@pytest.mark.long
@pytest.mark.parametrize(("megabytes", "posts_a_second", "most"), [BAR])
async def test_nobody_waits_for_a_backup_of_sqlite(
    tmp_path, megabytes, posts_a_second, most
):
    folder, file = tmp_path / "site", tmp_path / "site.zip"
    with Site(folder, CHAT_RATE="1000", CHAT_BURST="1000") as site:
        await _talk_of_old(site)
        with closing(Sqlite(folder).connect()) as connection:
            fill(connection, SQLITE, megabytes)
        before = await _back_up_beside(site, file, posts_a_second, most)
    await _run(tmp_path / "new", "restore", file)
    with closing(Sqlite(tmp_path / "new").connect()) as restored:
        assert before <= _said(restored)
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.mark.long
@pytest.mark.parametrize(("megabytes", "posts_a_second", "most"), [SMALL, BAR])
async def test_nobody_waits_for_a_backup_of_postgresql(
    tmp_path, postgres, megabytes, posts_a_second, most
):
    here, file = postgres.environment, tmp_path / "site.zip"
    with Site(tmp_path, CHAT_RATE="1000", CHAT_BURST="1000", **here) as site:
        await _talk_of_old(site)
        with postgres.connect() as connection:
            fill(connection, POSTGRESQL, megabytes)
            connection.execute("CREATE DATABASE other")
        before = await _back_up_beside(site, file, posts_a_second, most, **here)
    there = {"DATABASE_URL": here["DATABASE_URL"].replace("/postgres", "/other")}
    restored = await _run(tmp_path / "new", "restore", file, **there)
    assert "Restored" in restored
    import psycopg

    with psycopg.connect(there["DATABASE_URL"]) as connection:
        assert before <= _said(connection)
        epochs = connection.execute("SELECT min(epoch) FROM chat_conversation")
        assert epochs.fetchone() > (0,)
        with postgres.connect() as old:
            assert _indexes(connection) == _indexes(old)


async def _talk_of_old(site):
    keeper = await JsonClient.enter(site.json, "keeper")
    await keeper.ask("create", name="old")


async def _back_up_beside(site, file, posts_a_second, most, **more):
    """At most one of a hundred waits for ``most`` seconds; or for the backup's end.

    Returns what was answered before the backup began.
    """
    clients = [await JsonClient.enter(site.json, f"p{n}") for n in range(POSTERS)]
    done, alone, beside = asyncio.Event(), [], []
    pause = POSTERS / posts_a_second

    def talk(waits):
        return [create_task(post_until(done, each, waits, pause)) for each in clients]

    talking = talk(alone)
    await asyncio.sleep(2)
    done.set()
    before = {seq for task in talking for seq in await task}
    done.clear()
    talking = talk(beside)
    began = time.monotonic()
    said = await _run(Path(site.environment["CHAT_DATA_DIR"]), "backup", file, **more)
    seconds = time.monotonic() - began
    done.set()
    await asyncio.gather(*talking)
    p99, first = quantile(beside, 0.99), quantile(alone, 0.99)
    print(
        f"{said.strip()} in {seconds:.1f} s, {len(beside) / seconds:.0f} posts/s; p99"
        f" {p99 * 1000:.0f} ms (without {first * 1000:.0f}), worst {max(beside):.3f} s"
    )
    await JsonClient.close_all()
    assert p99 < most if most else len(beside) > 5 * POSTERS
    return before


async def _run(folder, *words, **more):
    """A command of the site's, however long it takes."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "manage.py", *map(str, words)),
        cwd=PROJECT,
        env=environment(folder, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = (await child.communicate())[0].decode()
    assert child.returncode == 0, said
    return said


def _indexes(connection):
    found = connection.execute("SELECT indexdef FROM pg_indexes ORDER BY indexdef")
    return found.fetchall()


def _said(connection):
    rows = connection.execute("SELECT seq FROM chat_message WHERE conversation_id = 1")
    return {seq for [seq] in rows.fetchall()}

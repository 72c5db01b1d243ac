"""When the database is looked at before it is used; what becomes of a damaged one."""

import asyncio
import os
import sqlite3
from contextlib import closing

import pytest

from chat.backup import soundness
from chat.concurrency import damage
from tests.support.clients import Ended, JsonClient, PlainClient, Refused, fill_in
from tests.support.servers import Site, manage
from tests.support.waiting import until

pytestmark = pytest.mark.processes  # the one that looks

SENTENCE = "The site's database is damaged: nothing is stored until"
PAGE_BYTES = 4096


def spoil(path, table="chat_message"):
    """Put rubbish where a table begins."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        find = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        [page] = database.execute(find, [table]).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE_BYTES)
        file.write(b"\xff" * PAGE_BYTES)


@pytest.fixture
def site(other_site, tmp_path, monkeypatch):
    """A folder with a database that is damaged, and that nobody has open."""
    monkeypatch.setattr(soundness, "_held", [])
    with other_site(tmp_path / "site") as folder:
        path = folder / "chat.sqlite3"
        with closing(sqlite3.connect(path)) as made:
            made.execute("CREATE TABLE chat_message (body TEXT)")
            made.executemany("INSERT INTO chat_message VALUES (?)", [("x" * 999,)] * 99)
            made.commit()
        yield path
        while soundness._held:
            soundness.let_go()
    damage.forget()


def is_found(path):
    """Whether a process that begins now finds that the database is damaged."""
    soundness.hold()
    found = damage.is_known()
    soundness.let_go()
    damage.forget()
    return found


def test_after_an_orderly_end_nothing_is_looked_at(site):
    assert not is_found(site)
    before = site.stat()
    spoil(site)
    os.utime(site, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not is_found(site)


def test_a_database_that_was_changed_since_the_end_is_looked_at(site):
    assert not is_found(site)
    spoil(site)
    assert is_found(site)


def test_after_an_end_of_another_kind_it_is_looked_at(site):
    assert not is_found(site)
    spoil(site)
    soundness.note_clean()
    (site.parent / "running.lock").write_bytes(b"running")
    assert is_found(site)


def test_what_was_damaged_is_looked_at_until_it_is_mended(site, tmp_path):
    whole = site.read_bytes()
    spoil(site)
    assert is_found(site)
    assert is_found(site)
    site.write_bytes(whole)
    assert not is_found(site)


def test_a_new_folder_has_nothing_to_be_looked_at(site):
    site.unlink()
    assert not is_found(site)


def test_a_database_that_is_too_big_to_wait_for_is_looked_at_beside(site, monkeypatch):
    spoil(site)
    monkeypatch.setattr(soundness, "WAIT_SECONDS", 0)
    soundness.hold()
    checking = soundness._held[0]
    while soundness._read(checking) != soundness.DAMAGED:
        assert not damage.is_known()
    soundness.heed()
    assert damage.is_known()
    soundness.let_go()


async def test_a_damaged_site_stores_nothing_and_says_so_at_every_door(tmp_path):
    with Site(tmp_path, CHAT_BACKUP_EVERY="1s", CHAT_BACKUP_KEEP="1") as site:
        ada = await JsonClient.enter(site.json, "ada")
        bob = await PlainClient.enter(site.plain, "bob")
        await ada.post("#lobby", "before")
        await until(lambda: "A backup was made" in site.text)
        await asyncio.to_thread(spoil, tmp_path / "chat.sqlite3")
        await ada.post("#lobby", "nobody has looked yet")
        await ada.ask("history", conversation=1)
        refused = await ada.post("#lobby", "after")
        assert refused["detail"].startswith(SENTENCE)
        await bob.write("after")
        await bob.hears(SENTENCE)
        with pytest.raises(Refused, match="database is damaged"):
            await asyncio.to_thread(fill_in, site.web, "guest/", name="eve")
        site.kill()
        site.start()
        with pytest.raises(Ended, match="is damaged"):
            await JsonClient.enter(site.json, "cid")
        [backup] = (tmp_path / "backups").glob("chatsite-*.zip")
        await until(lambda: f"restore {backup}" in site.text)
        assert site.text.count(f"restore {backup}") == 1
        asked = await asyncio.to_thread(manage, tmp_path, "doctor")
        assert "it is damaged" in asked.stdout
        assert f"restore {backup}" in asked.stdout
        await JsonClient.close_all()
    restored = manage(tmp_path / "new", "restore", str(backup))
    assert restored.returncode == 0, restored.stderr

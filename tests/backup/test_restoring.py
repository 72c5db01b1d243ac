"""A backup becomes a site again, or nothing has changed."""

import fcntl
import os
import sqlite3
import stat
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.core import signing
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from chat.backup import archive, files, restoring
from chat.backup.errors import BackupError
from chat.backup.making import make
from chat.backup.pace import Pace
from chat.backup.restoring import restore
from chat.models import Conversation, Message, User
from tests.support.servers import manage

AT_ONCE = Pace(0)


def altered(path, change):
    """The same backup, whose manifest was changed: whoever did so has sealed it."""
    other = path.with_name(f"altered-{path.name}")
    with (
        archive.reading(path, AT_ONCE) as found,
        archive.writing(other, AT_ONCE) as draft,
    ):
        for part in found.manifest.parts:
            draft.add(part, found.chunks(part))
        change(found.manifest)
        draft.finish(found.manifest)
    return other


def left_in(folder):
    return {each.name for each in folder.iterdir()} - {"secret_key"}


@pytest.mark.dear
def test_all_is_there_again_and_each_log_has_a_new_epoch(backup, other_site, tmp_path):
    before = list(Message.objects.values_list("seq", "body", "uuid"))
    password = User.objects.get(name="ada").password
    with other_site(tmp_path / "other") as folder:
        restore(backup)
        assert list(Message.objects.values_list("seq", "body", "uuid")) == before
        lobby = Conversation.objects.lobby()
        assert (lobby.head, lobby.epoch > 0) == (20, True)
        assert User.objects.get(name="ada").password == password
        modes = [stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()]
    assert not any(mode & 0o077 for mode in modes)


@pytest.mark.dear
def test_the_key_comes_along_so_that_log_ins_stay_valid(backup, other_site, tmp_path):
    token = signing.dumps("ada")
    with other_site(tmp_path / "other") as folder:
        restore(backup)
        key = (folder / "secret_key").read_text()
    assert signing.loads(token, key=key) == "ada"


@pytest.mark.dear
def test_a_restore_that_was_killed_is_not_in_the_way_of_the_next(
    backup, other_site, tmp_path, settings
):
    with other_site(tmp_path / "other") as folder:
        (folder / ".restoring").mkdir()
        (folder / ".restoring/0").touch()
        (folder / "secret_key").write_text(settings.SECRET_KEY)
        restore(backup)
        assert (folder / "secret_key").read_text() == settings.SECRET_KEY
        assert not (folder / ".restoring").exists()


def test_a_folder_that_a_site_uses_is_not_touched(backup, other_site, tmp_path):
    with other_site(tmp_path / "other") as folder:
        with (folder / "running.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            with pytest.raises(BackupError, match="A site is running on"):
                restore(backup)
        assert left_in(folder) == {"running.lock"}


@pytest.mark.dear
def test_a_backup_may_lie_in_the_folder_however_one_gets_there(
    backup, other_site, tmp_path
):
    (tmp_path / "linked").symlink_to(tmp_path / "other")
    with other_site(tmp_path / "other"):
        backup.rename(tmp_path / "other/site.zip")
        call_command("restore", str(tmp_path / "linked/site.zip"), stdout=StringIO())
        assert Message.objects.count() == 20


@pytest.mark.dear
def test_what_else_the_site_keeps_comes_along(
    talk, other_site, tmp_path, settings, monkeypatch
):
    settings.SECRET_KEY_IS_NEW = False
    monkeypatch.setattr(files, "PATTERNS", ["uploads/**/*"])
    kept = Path(settings.CHAT_DATA_DIR) / "uploads/3/cat.png"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a cat")
    make(tmp_path / "site.zip", AT_ONCE)
    kept.unlink()
    with other_site(tmp_path / "other") as folder:
        restore(tmp_path / "site.zip")
        found = folder / "uploads/3/cat.png"
        assert found.read_bytes() == b"a cat"
        assert stat.S_IMODE(found.parent.stat().st_mode) == 0o700


def test_what_would_fill_the_disk_is_not_begun(talk, tmp_path, settings, monkeypatch):
    settings.SECRET_KEY_IS_NEW = False
    monkeypatch.setattr(files, "PATTERNS", ["uploads/*"])
    settings.CHAT_DATA_DIR = tmp_path / "site"
    (settings.CHAT_DATA_DIR / "uploads").mkdir(parents=True)
    film = settings.CHAT_DATA_DIR / "uploads/film.mp4"
    film.touch()
    os.truncate(film, 1 << 42)  # it takes nothing itself
    with pytest.raises(BackupError, match="There is no room for a backup"):
        make(tmp_path / "site.zip", AT_ONCE)
    assert not [*tmp_path.glob(".*")]


@pytest.mark.dear
def test_a_restore_that_was_killed_as_it_placed_files_is_begun_anew(
    talk, other_site, tmp_path, settings, monkeypatch
):
    settings.SECRET_KEY_IS_NEW = False
    monkeypatch.setattr(files, "PATTERNS", ["uploads/*/*"])
    settings.CHAT_DATA_DIR = tmp_path / "site"
    for number in range(3):
        kept = settings.CHAT_DATA_DIR / f"uploads/{number}/cat.png"
        kept.parent.mkdir(parents=True)
        kept.write_bytes(b"a cat %d" % number)
    make(tmp_path / "site.zip", AT_ONCE)
    with other_site(tmp_path / "other") as folder:
        with monkeypatch.context() as power:
            power.setattr(restoring, "sync", fails_at("1"))
            with pytest.raises(KeyboardInterrupt):
                restore(tmp_path / "site.zip")
        (stranger := folder / "uploads/0/dog.png").touch()
        with pytest.raises(BackupError, match=r"uploads/0/dog\.png"):
            restore(tmp_path / "site.zip")
        stranger.unlink()
        restore(tmp_path / "site.zip")
        assert (folder / "uploads/2/cat.png").read_bytes() == b"a cat 2"
        assert Message.objects.count() == 20
        (folder / "chat.sqlite3").unlink()
        (folder / "uploads/2/cat.png").write_bytes(b"a dog 2")
        with pytest.raises(BackupError, match=r"cat\.png is there already"):
            restore(tmp_path / "site.zip")


def fails_at(name):
    """What ``sync`` is where the power fails as that folder is written to."""

    def sync(path):
        if path.name == name:
            raise KeyboardInterrupt

    return sync


@pytest.mark.parametrize("name", ["files/../../evil", "files//etc/evil", "files/"])
def test_no_file_leaves_the_folder(name, tmp_path):
    with pytest.raises(BackupError, match="would leave"):
        files.place(name, tmp_path)


def test_a_folder_in_which_something_is_stays_as_it_is(backup, other_site, tmp_path):
    for name in ("notes.txt", "chat.sqlite3", "secret_key"):
        with other_site(tmp_path / name.partition(".")[0]) as folder:
            (folder / name).write_text("mine")
            with pytest.raises(BackupError, match=name) as refused:
                restore(backup)
            assert (folder / name).read_text() == "mine"
            assert [each.name for each in folder.iterdir()] == [name]
            assert "\n" not in str(refused.value)


@pytest.mark.dear
def test_twice_is_once_too_often(backup, other_site, tmp_path):
    with other_site(tmp_path / "other"):
        restore(backup)
        with pytest.raises(BackupError, match="There is a database already"):
            restore(backup)
        assert Message.objects.count() == 20


def of_postgresql(manifest):
    manifest.database = "postgresql"


def newer(manifest):
    manifest.contents.migrations["chat"].append("9999_of_tomorrow")


def with_more_rows(manifest):
    manifest.contents.tables["chat_message"].rows += 1


def with_other_heads(manifest):
    manifest.contents.heads[1] = 99


def without_the_database(manifest):
    del manifest.parts["database.sqlite3"]


REFUSED = [
    (of_postgresql, "is of PostgreSQL"),
    (newer, "made by a newer version"),
    (with_more_rows, "does not have what it says"),
    (with_other_heads, "does not have what it says"),
    (without_the_database, "no backup of this site"),
]


@pytest.mark.dear
def test_what_does_not_fit_is_refused_and_nothing_is_left(backup, other_site, tmp_path):
    for change, words in REFUSED:
        other = altered(backup, change)
        with other_site(tmp_path / "other") as folder:
            with pytest.raises(BackupError, match=words):
                restore(other)
            assert left_in(folder) == set()
        other.unlink()


@pytest.mark.dear
def test_a_backup_of_an_older_version_is_brought_up_to_date(
    other_site, settings, tmp_path
):
    settings.SECRET_KEY_IS_NEW = False
    with other_site(tmp_path / "old") as folder:
        executor = MigrationExecutor(connection)
        graph, later = executor.loader.graph, ("chat", "0012_renames")
        plans = {key: graph.forwards_plan(key) for key in graph.leaf_nodes()}
        leaves = [key for key, plan in plans.items() if later not in plan]
        executor.migrate([*leaves, ("chat", "0011_names")])
        make(tmp_path / "old.zip", AT_ONCE)
    with other_site(tmp_path / "new") as folder:
        restore(tmp_path / "old.zip")
        executor = MigrationExecutor(connection)
        assert not executor.migration_plan(executor.loader.graph.leaf_nodes())
        assert not [*folder.glob(".*")]


@pytest.mark.dear
def test_no_backup_is_made_of_what_is_damaged(talk, other_site, settings, tmp_path):
    settings.SECRET_KEY_IS_NEW = False
    with other_site(tmp_path / "site") as folder:
        call_command("migrate", verbosity=0)
        connection.close()
        _damage(folder / "chat.sqlite3")
        with pytest.raises(BackupError, match=r"damaged|malformed"):
            make(tmp_path / "site.zip", AT_ONCE)
    assert not list(tmp_path.glob("*.zip*"))


def _damage(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        find = "SELECT rootpage FROM sqlite_master WHERE name = 'chat_message'"
        [page] = database.execute(find).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


@pytest.mark.processes
def test_a_mistake_is_one_sentence_and_leaves_no_key_in_the_way(tmp_path):
    for word in ("restore", "backup"):
        refused = manage(tmp_path / "site", word, str(tmp_path / "absent.zip"))
        assert refused.stderr.startswith("CommandError: ")
        assert refused.stderr.count("\n") == 1
    assert list((tmp_path / "site").iterdir()) == []

"""Who can read what the site keeps."""

import os
import stat

import pytest

from chatsite import folder
from tests.support.clients import JsonClient
from tests.support.servers import Site


def wide(path):
    """Everything there that somebody else can read, write or enter."""
    found = [each for each in path.rglob("*") if not each.is_symlink()]
    modes = {each: stat.S_IMODE(each.stat().st_mode) for each in found}
    return {each.name: oct(mode) for each, mode in modes.items() if mode & 0o077}


@pytest.mark.processes
async def test_what_is_kept_in_a_folder_that_is_open_to_all_is_the_owner_s(tmp_path):
    tmp_path.chmod(0o755)
    before = os.umask(0o022)
    try:
        with Site(tmp_path, migrates=True) as site:
            await JsonClient.enter(site.json, "ada")
            assert (tmp_path / "chat.sqlite3-wal").exists()
            assert (tmp_path / "valkey").exists()
            assert wide(tmp_path) == {}
            await JsonClient.close_all()
    finally:
        os.umask(before)


def test_what_was_wider_before_is_narrowed_and_what_is_not_ours_is_left(tmp_path):
    before = os.umask(0o022)
    try:
        (tmp_path / "valkey").mkdir()
        for name in ("chat.sqlite3", "secret_key", "valkey/log", "notes.txt"):
            (tmp_path / name).write_text("x")
        folder.prepare(tmp_path)
    finally:
        os.umask(before)
    assert wide(tmp_path) == {"notes.txt": "0o644"}


def test_a_stricter_umask_is_kept(tmp_path):
    before = os.umask(0o277)
    try:
        folder.prepare(tmp_path)
        assert os.umask(0o277) == 0o277
    finally:
        os.umask(before)

"""The file of a backup: whatever is not as it was written is refused in a sentence."""

import contextlib
import os
import stat
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.utils import timezone

from chat.backup import archive, manifest
from chat.backup.errors import BackupError, Broken
from chat.backup.manifest import Contents, Manifest
from chat.backup.pace import Pace

AT_ONCE = Pace(0)
WORDS = os.urandom(3000)


def write(path, format=1):
    with archive.writing(path, AT_ONCE) as draft:
        draft.add("words", [WORDS[:1000], WORDS[1000:]])
        draft.add("nothing", [])
        contents = Contents(migrations={}, tables={}, heads={7: 43})
        draft.finish(
            Manifest(
                format=format,
                version="1",
                made=timezone.now(),
                database="sqlite",
                contents=contents,
                parts=draft.parts,
            )
        )
    return path


@pytest.fixture
def path(tmp_path):
    return write(tmp_path / "site.zip")


def read(path):
    with archive.reading(path, AT_ONCE) as found:
        return b"".join(found.chunks("words")), found.manifest.contents.heads


def test_what_was_put_in_comes_out_and_is_its_owner_s_alone(path):
    assert read(path) == (WORDS, {7: 43})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["site.zip"]


def test_a_manifest_that_was_made_to_fill_the_memory_is_refused(path, monkeypatch):
    monkeypatch.setattr(manifest, "MOST_BYTES", 100)
    with pytest.raises(Broken, match="too much of itself"):
        read(path)


def test_a_backup_that_was_cut_off_anywhere_is_refused(path):
    whole = path.read_bytes()
    for length in {*range(0, len(whole), 97), len(whole) - 1}:
        path.write_bytes(whole[:length])
        with pytest.raises(Broken, match=r"cut off or altered|no backup"):
            read(path)


def test_a_backup_in_which_any_byte_was_altered_is_refused(path):
    whole = path.read_bytes()
    for place in {*range(0, len(whole), 61), len(whole) - 1}:
        altered = bytearray(whole)
        altered[place] ^= 1
        path.write_bytes(altered)
        with pytest.raises(Broken, match=r"cut off or altered|no backup"):
            read(path)


def test_whatever_somebody_has_altered_and_sealed_is_as_it_was_or_refused(path):
    whole = path.read_bytes()[: -archive.DIGEST_BYTES]
    for place in range(0, len(whole), 19):
        altered = bytearray(whole)
        altered[place] ^= 1
        path.write_bytes(altered + sha256(altered).hexdigest().encode())
        with contextlib.suppress(Broken, OSError):
            assert read(path) == (WORDS, {7: 43})


def test_what_comes_behind_a_backup_is_no_part_of_it(path):
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Broken):
        read(path)


def test_other_files_are_no_backups(tmp_path):
    with ZipFile(tmp_path / "holiday.zip", "w") as other:
        other.writestr("manifest.json", "[]")
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("hello " * 99)
    for name in ("holiday.zip", "empty", "text", "absent", "."):
        with pytest.raises(Broken) as refused:
            read(tmp_path / name)
        assert "\n" not in str(refused.value)


def test_a_format_of_later_is_said_to_be_of_a_newer_version(tmp_path):
    with pytest.raises(Broken, match="newer version"):
        write(tmp_path / "later.zip", format=2)


def test_nothing_is_put_over_what_is_there(path):
    before = path.read_bytes()
    with pytest.raises(BackupError, match="is there already"):
        write(path)
    assert path.read_bytes() == before


def test_one_that_fails_leaves_nothing(tmp_path):
    def fails():
        yield b"words"
        raise OSError(28, "No space left on device")

    def write_in_vain():
        with archive.writing(tmp_path / "site.zip", AT_ONCE) as draft:
            draft.beside.touch()
            draft.add("words", fails())

    with pytest.raises(BackupError, match="No space left"):
        write_in_vain()
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_who_was_killed_has_left_is_swept_and_nothing_else(tmp_path):
    for name in (".left.zip.part", ".left.zip.copy", "site.zip", "notes.part"):
        (tmp_path / name).touch()
    with archive.writing(tmp_path / "new.zip", AT_ONCE) as draft:
        archive.sweep(tmp_path)
        draft.beside.touch()
        left = {path.name for path in tmp_path.iterdir()}
        draft.finish(_manifest())
    assert left == {".new.zip.part", ".new.zip.copy", "site.zip", "notes.part"}


def test_what_was_killed_in_the_middle_is_not_in_the_way_of_the_next(tmp_path):
    for name in (".site.zip.part", ".site.zip.copy"):
        (tmp_path / name).write_text("half of it")
    with archive.writing(tmp_path / "site.zip", AT_ONCE) as draft:
        assert not draft.beside.exists()
        draft.finish(_manifest())
    assert [each.name for each in tmp_path.iterdir()] == ["site.zip"]


def test_a_link_that_leads_nowhere_is_there_already(tmp_path):
    (tmp_path / "site.zip").symlink_to(tmp_path / "absent")
    with pytest.raises(BackupError, match="is there already"):
        write(tmp_path / "site.zip")


def _manifest():
    contents = Contents(migrations={}, tables={}, heads={})
    return Manifest(
        version="1",
        made=timezone.now(),
        database="sqlite",
        contents=contents,
        parts={},
    )

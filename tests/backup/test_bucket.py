"""What is kept in a bucket comes along, and comes back."""

from contextlib import closing

import pytest

from chat.backup import files
from chat.backup.errors import BackupError
from chat.backup.making import make
from chat.backup.pace import Pace
from chat.backup.restoring import restore
from chat.models import Message
from tests.support.s3 import S3

pytestmark = pytest.mark.processes

AT_ONCE = Pace(0)
NAME = "ab/" + "ab" * 32


@pytest.fixture
def s3(monkeypatch):
    server = S3()
    monkeypatch.setattr(files, "PATTERNS", [])
    monkeypatch.setitem(files.STORES, "files", lambda: server.bucket)
    yield server
    server.close()


@pytest.fixture
def kept(s3, talk, tmp_path, settings):
    """A backup of a site that keeps a file there, and has lost it."""
    settings.SECRET_KEY_IS_NEW = False
    (tmp_path / "plan").write_bytes(b"plan")
    s3.bucket.put(NAME, tmp_path / "plan")
    make(tmp_path / "site.zip", AT_ONCE)
    s3.bucket.delete(NAME)
    return tmp_path / "site.zip"


def read(s3):
    with closing(s3.bucket.opened(NAME)) as content:
        return content.read(100)


def test_files_in_a_bucket_come_along(s3, kept, other_site, tmp_path):
    with other_site(tmp_path / "other") as folder:
        restore(kept)
        assert read(s3) == b"plan"
        assert not (folder / "files").exists()
        assert Message.objects.count() == 20


def test_a_backup_of_the_bucket_can_be_restored_to_the_folder(
    s3, kept, other_site, tmp_path, monkeypatch
):
    monkeypatch.delitem(files.STORES, "files")
    with other_site(tmp_path / "other") as folder:
        restore(kept)
        assert (folder / "files" / NAME).read_bytes() == b"plan"
        monkeypatch.setattr(files, "PATTERNS", ["files/*/*"])
        make(tmp_path / "again.zip", AT_ONCE)
    monkeypatch.setitem(files.STORES, "files", lambda: s3.bucket)
    with other_site(tmp_path / "third"):
        restore(tmp_path / "again.zip")
        assert read(s3) == b"plan"


def test_a_bucket_that_is_away_is_a_sentence_and_nothing_is_left(
    s3, kept, other_site, tmp_path
):
    s3.kill()
    with pytest.raises(BackupError, match="files are kept fails"):
        make(tmp_path / "other.zip", AT_ONCE)
    assert not [*tmp_path.glob("*other.zip*")]
    with other_site(tmp_path / "other") as folder:
        with pytest.raises(BackupError, match="files are kept fails"):
            restore(kept)
        assert not (folder / ".restoring").exists()
        s3.start()
        restore(kept)
        assert read(s3) == b"plan"
        assert Message.objects.count() == 20

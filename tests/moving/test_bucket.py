"""What is kept in a bucket is exported, and imported into one."""

from contextlib import closing

import pytest

from chat.backup import files
from chat.moving.errors import MovingError
from chat.moving.exporting import export_site
from chat.moving.importing import import_site
from chat.moving.models import Progress
from tests.moving.site import live_in, move_out
from tests.support.s3 import S3

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

NAME = "ab/" + "ab" * 32


@pytest.fixture
def lived():
    live_in()
    yield
    move_out()
    Progress.objects.all().delete()


def test_files_in_a_bucket_move_along(lived, tmp_path, monkeypatch):
    with closing(S3()) as s3:
        monkeypatch.setattr(files, "PATTERNS", [])
        monkeypatch.setitem(files.STORES, "files", lambda: s3.bucket)
        (tmp_path / "plan").write_bytes(b"plan")
        s3.bucket.put(NAME, tmp_path / "plan")
        export_site(tmp_path / "house.zip")
        s3.kill()
        with pytest.raises(MovingError, match="files are kept fails"):
            export_site(tmp_path / "other.zip")
        s3.start()
        move_out()
        import_site(tmp_path / "house.zip")
        with closing(s3.bucket.opened(NAME)) as content:
            assert content.read(100) == b"plan"

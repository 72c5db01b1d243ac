"""Archives that were made to do harm are one sentence, and nothing is stored."""

import json
import tarfile
from io import BytesIO
from random import Random

import pytest
from django.core.management import CommandError, call_command

from chat.models import User
from chat.moving.foreign import archive
from tests.moving import samples

pytestmark = pytest.mark.django_db(transaction=True)

DEEP = b"[" * 100_000 + b"]" * 100_000
DAY = "general/2023-11-16.json"
BROKEN = {
    "leads out": {**samples.SLACK, "../../etc/cron.d/x": "x"},
    "leads out of it": {**samples.SLACK, "a\\..\\b": "x"},
    "not as it should be": {**samples.SLACK, DAY: DEEP},
    "not as it should": {**samples.SLACK, DAY: b'[{"text": "\xff\xfe"}]'},
    "not as": {**samples.SLACK, DAY: [{"text": {"a": 1}, "ts": "1"}]},
    "is not": {**samples.SLACK, "users.json": {"no": "list"}},
    "time": {**samples.SLACK, DAY: [{"text": "x", "user": "U1", "ts": "1e300"}]},
    "has the time": {**samples.SLACK, DAY: [{"text": "x", "user": "U1", "ts": "x"}]},
    "realm.json": {**samples.ZULIP, "realm.json": [1]},
}


@pytest.mark.parametrize("said", BROKEN)
def test_what_is_broken_leaves_nothing(tmp_path, said):
    path = samples.zipped(tmp_path / "bad.zip", BROKEN[said])
    with pytest.raises(CommandError, match=said) as error:
        call_command("import", path)
    assert "\n" not in str(error.value)
    assert not User.objects.exists()


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "FILE_BYTES", 1 << 20)
    bomb = {**samples.SLACK, DAY: b" " * (8 << 20)}
    with pytest.raises(CommandError, match="has more than 1 MiB"):
        call_command("import", samples.zipped(tmp_path / "bomb.zip", bomb))


def test_many_small_bombs_are_one(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "ALLOWANCE", 1 << 20)
    days = {f"general/2023-12-{day:02}.json": b"[]" + b" " * 10**6 for day in range(9)}
    path = samples.zipped(tmp_path / "bombs.zip", {**samples.SLACK, **days})
    with pytest.raises(CommandError, match="times what it is packed into"):
        call_command("import", path)


def test_a_line_without_an_end_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "LINE_BYTES", 1000)
    path = tmp_path / "#dev.log"
    path.write_bytes(b"x" * 10_000)
    with pytest.raises(CommandError, match="a line of over"):
        call_command("import", path)


def test_links_in_a_tar_lead_nowhere(tmp_path):
    path = tmp_path / "zulip.tar"
    with tarfile.open(path, "w") as file:
        link = tarfile.TarInfo("realm.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        file.addfile(link)
    with pytest.raises(CommandError):
        call_command("import", path, "--from=zulip")


def test_links_in_a_folder_lead_nowhere(tmp_path):
    (tmp_path / "secret.log").write_text(samples.IRSSI)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs/#dev.log").symlink_to(tmp_path / "secret.log")
    call_command("import", tmp_path / "logs", "--from=irc")
    assert not User.objects.exists()


def test_a_tar_that_is_damaged_is_one_sentence(tmp_path):
    path = tmp_path / "zulip.tar.xz"
    big = tarfile.TarInfo("realm.json")
    big.size = 200_000
    with tarfile.open(path, "w:xz") as file:
        file.addfile(big, BytesIO(Random(1).randbytes(big.size)))
    content = path.read_bytes()
    path.write_bytes(content[:100_000] + b"\xff" * 50 + content[100_050:])
    with pytest.raises(CommandError, match="is damaged"):
        call_command("import", path)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"type": "version", "version": 2}, "no bulk export of version 1"),
        ({"type": "post"}, "no bulk export"),
    ],
)
def test_another_version_is_refused(tmp_path, row, said):
    with pytest.raises(CommandError, match=said):
        call_command("import", samples.lines(tmp_path / "bulk.jsonl", [row]))


def test_a_line_that_is_broken_is_named(tmp_path):
    rows = samples.MATTERMOST[:5]
    path = samples.lines(tmp_path / "bulk.jsonl", rows)
    path.write_text(path.read_text() + json.dumps({"type": "post", "post": 3}) + "\n")
    with pytest.raises(CommandError, match=r"Line 6 of bulk.jsonl"):
        call_command("import", path)


def test_a_log_without_a_day_or_a_channel_is_one_sentence(tmp_path):
    (tmp_path / "x.log").write_text("10:00 <ada> hi\n")
    with pytest.raises(CommandError, match="give --room"):
        call_command("import", tmp_path / "x.log")
    with pytest.raises(CommandError, match="which day"):
        call_command("import", tmp_path / "x.log", "--room=x")
    with pytest.raises(CommandError, match="no time zone"):
        call_command("import", tmp_path / "x.log", "--zone=Mars/Base")

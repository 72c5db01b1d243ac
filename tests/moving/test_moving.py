"""A site is exported, and is the same again where it is imported."""

import re
import struct
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from chat.backup import files
from chat.files.contents import contents
from chat.files.models import File, content_name
from chat.management.serving import startup
from chat.models import Conversation, Message, User, epochs, post
from chat.moving import exporting, importing
from chat.moving.errors import Broken, MovingError
from chat.moving.exporting import export_site
from chat.moving.importing import import_site
from chat.moving.models import Progress
from chat.site import OBSTACLES, command
from tests.moving.site import content, live_in, move_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.dear]


@pytest.fixture
def exported(tmp_path):
    live_in()
    path = tmp_path / "house"
    export_site(path)
    yield path
    move_out()
    Progress.objects.all().delete()


def test_a_site_is_the_same_again(exported):
    before = content()
    move_out()
    import_site(exported, keep_epochs=True)
    assert content() == before
    assert not any(obstacle() for obstacle in OBSTACLES)


def test_one_file_is_as_good_as_a_folder(exported, tmp_path):
    export_site(tmp_path / "house.zip")
    before = content()
    move_out()
    import_site(tmp_path / "house.zip", keep_epochs=True)
    assert content() == before


def test_whoever_knows_more_than_the_export_begins_anew(exported):
    move_out()
    import_site(exported)
    assert all(Conversation.objects.values_list("epoch", flat=True))
    assert User.objects.check_login("ada", "correct horse").pk
    assert User.objects.admit_guest("new").pk > epochs.SKIPPED


def test_it_is_for_its_owner_alone(exported, tmp_path):
    export_site(tmp_path / "house.zip")
    for path in (exported, *exported.rglob("*"), tmp_path / "house.zip"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_files_and_the_key_come_along_where_they_are_wanted(
    exported, tmp_path, monkeypatch, settings
):
    monkeypatch.setattr(files, "PATTERNS", ["uploads/**/*"])
    settings.CHAT_DATA_DIR, settings.SECRET_KEY = tmp_path / "old", "k" * 50
    (tmp_path / "old/uploads/1").mkdir(parents=True)
    (tmp_path / "old/uploads/1/Ä.png").write_bytes(bytes(range(256)) * 5000)
    call_command("export", tmp_path / "all.zip", "--with-secret-key")
    settings.CHAT_DATA_DIR = tmp_path / "new"
    move_out()
    import_site(tmp_path / "all.zip")
    found = tmp_path / "new/uploads/1/Ä.png"
    assert found.read_bytes() == (tmp_path / "old/uploads/1/Ä.png").read_bytes()
    assert (tmp_path / "new/secret_key").read_text() == "k" * 50
    assert {each.stat().st_mode & 0o077 for each in tmp_path.glob("new/**/*")} == {0}


def test_a_folder_that_takes_no_file_is_named(exported, tmp_path, settings):
    settings.CHAT_DATA_DIR = tmp_path / "a file"
    settings.CHAT_DATA_DIR.write_text("")
    call_command("export", tmp_path / "all.zip", "--with-secret-key")
    move_out()
    with pytest.raises(MovingError, match="secret_key cannot be written"):
        import_site(tmp_path / "all.zip")


class Killed(BaseException):
    """As SIGKILL: nothing is done after it."""


def test_whoever_is_killed_goes_on_and_nothing_is_there_twice(exported, monkeypatch):
    before = content()
    move_out()
    monkeypatch.setattr(importing, "STEP", 2)
    stored = importing._put_in
    for lives in (0, 1, 4, 9):
        calls = iter(range(lives))

        def put_in(file, chunk, calls=calls):
            stored(file, chunk)
            if next(calls, None) is None:
                raise Killed

        monkeypatch.setattr(importing, "_put_in", put_in)
        with pytest.raises(Killed):
            import_site(exported, keep_epochs=True)
        assert "has not come to its end" in OBSTACLES[-1]()
    monkeypatch.setattr(importing, "_put_in", stored)
    import_site(exported, keep_epochs=True)
    assert content() == before


def test_a_site_that_is_half_moved_in_does_not_open():
    Progress.objects.create(export="x", path="/old/house.zip")
    with pytest.raises(CommandError, match="has not come to its end") as refused:
        startup._require_no_obstacle()
    assert command("import", "/old/house.zip") in str(refused.value)


def alter(path, change):
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(change(lines)))


ALTERED = {
    "Line 2 of logs/N.jsonl (number 2 of the log) was altered": lambda lines: [
        lines[0],
        lines[1].replace(b"**1**", b"**7**"),
        *lines[2:],
    ],
    "logs/N.jsonl lacks line 2": lambda lines: [lines[0], *lines[2:]],
    "logs/N.jsonl lacks line 6": lambda lines: lines[:-1],
    "logs/N.jsonl lacks line 1": lambda lines: [],
    "Line 7 of logs/N.jsonl was altered": lambda lines: [*lines, b"{}\n"],
    "Line 3 of logs/N.jsonl (number 2 of the log) was altered": lambda lines: [
        *lines[:2],
        *lines[1:],
    ],
    "Line 6 of logs/N.jsonl was altered": lambda lines: [*lines[:-1], lines[-1][:-9]],
    "Line 1 of logs/N.jsonl was altered": lambda lines: [b"[" * 200_000],
}


@pytest.mark.parametrize("said", ALTERED)
def test_a_line_that_was_altered_is_named_and_nothing_is_stored(exported, said):
    number = Conversation.objects.lobby().pk
    alter(exported / f"logs/{number}.jsonl", ALTERED[said])
    move_out()
    with pytest.raises(Broken, match=re.escape(said.replace("N", str(number)))):
        import_site(exported)
    assert not User.objects.exists()
    assert not Progress.objects.exists()


@pytest.mark.parametrize("name", ["logs/{}.jsonl", "tables/chat.user.jsonl"])
def test_a_file_that_is_missing_is_named(exported, name):
    name = name.format(Conversation.objects.lobby().pk)
    (exported / name).unlink()
    move_out()
    with pytest.raises(Broken, match=f"{name} is missing"):
        import_site(exported)


def test_a_manifest_leads_nowhere_else(exported):
    alter(exported / "manifest.jsonl", lambda lines: lines[:-1])
    with pytest.raises(MovingError, match=r"manifest.jsonl was cut off"):
        import_site(exported)


def test_what_is_no_export_is_one_sentence(tmp_path):
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 and nothing else")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as file:
        file.writestr("../../manifest.jsonl", "x")
    for path in (tmp_path / "none", tmp_path / "no.zip", tmp_path / "other.zip"):
        with pytest.raises(CommandError):
            call_command("import", path)


def test_a_zip_that_is_damaged_is_one_sentence(exported, tmp_path):
    path = tmp_path / "house.zip"
    export_site(path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as file:
        parts = (it for it in file.infolist() if it.filename != "manifest.jsonl")
        part = max(parts, key=lambda it: it.compress_size)
    # Of that kind there is no block: what is damaged later may be read, as other words.
    lengths = content[part.header_offset + 26 : part.header_offset + 30]
    start = part.header_offset + 30 + sum(struct.unpack("<HH", lengths))
    content[start : start + 100] = b"\xff" * 100
    path.write_bytes(content)
    move_out()
    with pytest.raises(CommandError, match=f"{part.filename} is damaged"):
        call_command("import", path)


def test_what_somebody_changes_meanwhile_is_said(exported, monkeypatch):
    stored = importing._put_in

    def put_in(file, chunk):
        stored(file, chunk)
        User.objects.filter(name="ada").update(guest=True)

    move_out()
    monkeypatch.setattr(importing, "_put_in", put_in)
    with pytest.raises(MovingError, match=r"not what tables/chat.user.jsonl says"):
        import_site(exported)
    assert "has not come to its end" in OBSTACLES[-1]()


def test_an_export_is_of_one_moment(tmp_path, monkeypatch):
    ada, lobby = User.objects.sign_up("ada", "password"), Conversation.objects.lobby()
    post(ada, lobby.pk, "before", uuid4())
    found = exporting.parts

    def parts(columns):
        with ThreadPoolExecutor(1) as other:
            other.submit(_post_elsewhere, ada, lobby.pk).result()
        yield from found(columns)

    monkeypatch.setattr(exporting, "parts", parts)
    export_site(tmp_path / "house")
    log = (tmp_path / f"house/logs/{lobby.pk}.jsonl").read_text()
    assert ("before" in log, "meanwhile" in log) == (True, False)
    assert lobby.messages.count() == 2


def _post_elsewhere(ada, place):
    try:
        post(ada, place, "meanwhile", uuid4())
    finally:
        connection.close()


def test_no_dry_run_becomes_an_import(exported):
    move_out()
    with pytest.raises(CommandError, match="--dry-run"):
        call_command("import", exported, "--dry-run")
    assert not User.objects.exists()


def test_a_site_with_people_takes_no_other(exported):
    with pytest.raises(CommandError, match="This site is not empty"):
        call_command("import", exported)
    assert Message.objects.exists()


def test_nothing_is_written_over(exported):
    with pytest.raises(CommandError, match="is there already"):
        call_command("export", exported)


@contextmanager
def file_of(owner, content):
    """A file of somebody's, and its content where the site keeps it."""
    digest = sha256(content).hexdigest()
    name = contents().save(content_name(digest), ContentFile(content))
    File.objects.create(owner=owner, name="a", size=len(content), sha256=digest)
    yield
    contents().delete(name)


def test_a_person_takes_along_what_they_may_read(exported, tmp_path, capsys):
    cy, bob = User.objects.named("cy"), User.objects.named("Bob")
    files = {bob: b"a plan of Bob's", cy: b"a cat"}
    with ExitStack() as kept:
        for owner, content in files.items():
            kept.enter_context(file_of(owner, content))
        call_command("export", tmp_path / "bob", "--person", "bob")
    [plan] = (tmp_path / "bob/files").iterdir()
    assert plan.stem == sha256(files[bob]).hexdigest()
    assert plan.read_bytes() == files[bob]
    mine = "".join(path.read_text() for path in (tmp_path / "bob").rglob("*.jsonl"))
    assert "other words" in mine
    assert "waves" in mine
    assert cy.name in mine  # whom he has blocked
    assert "of stones" not in mine
    assert bob.password not in mine

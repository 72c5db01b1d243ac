"""Somebody takes along what is theirs: asked for, made, handed out, and deleted."""

import hashlib
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.core.files.base import ContentFile
from django.utils import timezone

from chat.accounts import mail
from chat.files.contents import contents
from chat.files.models import File, content_name
from chat.leaving import exports, making
from chat.leaving.models import Export
from chat.models import User, post
from chat.moving.personal import export_person
from chat.wire.errors import DiskFull, NoSuchConversation
from tests.files.sending import ask
from tests.support.people import Person, log_in
from tests.web.admin.cast import logged_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.CHAT_DATA_DIR = tmp_path


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def made_here(monkeypatch):
    """Exports are made by this process: to start another takes its time."""

    def run(_command, path, _option, name):
        export_person(User.objects.named(name), exports.Path(path))
        return ""

    monkeypatch.setattr(making, "run", run)
    monkeypatch.setattr(making, "LOOK_SECONDS", 0.1)


def content_of(its):
    return exports.place_of(its).read_bytes()


async def test_what_is_asked_for_is_made_and_its_person_is_told(ada, made_here):
    await sync_to_async(post)(ada, "#lobby", "hello", uuid4())
    person = await Person(ada).arrive()
    asked = await person.say("export")
    assert (asked["type"], asked["made"]) == ("export", False)
    told = await person.hears("export", made=True)
    its = await Export.objects.aget()
    assert told["href"] == f"/files/exports/{its.pk}"
    assert told["size"] == len(content_of(its))
    with zipfile.ZipFile(exports.place_of(its)) as file:
        [line] = file.read("person.jsonl").splitlines()[:1]
        assert json.loads(line)["name"] == "ada"
        logs = [name for name in file.namelist() if name.startswith("logs/")]
        assert any(b"hello" in file.read(name) for name in logs)
    again = await person.say("export")
    assert again["href"] == told["href"]


def test_nobody_else_is_handed_it(ada):
    its = exports.ask(ada)
    exports.place_of(its).write_bytes(b"zip")
    with pytest.raises(NoSuchConversation):
        exports.handed(its.pk, ada)  # it is not whole yet
    exports.succeed(its, 3)
    handed = exports.handed(its.pk, ada)
    assert handed.name.endswith("-ada.zip")
    with pytest.raises(NoSuchConversation):
        exports.handed(its.pk, User.objects.sign_up("bob", "correct horse"))
    part = handed.opened(1, 3)
    assert part.read(9) == b"ip"
    part.close()


async def test_the_door_hands_it_to_the_log_in_of_its_person(ada):
    def whole():
        its = exports.ask(ada)
        exports.place_of(its).write_bytes(b"zip")
        exports.succeed(its, 3)
        return f"{exports.PATH}{its.pk}", User.objects.sign_up("bob", "correct horse")

    href, bob = await sync_to_async(whole)()
    answer = await ask("GET", href, session=await log_in(ada))
    assert (answer.status, answer.body) == (200, b"zip")
    assert "attachment" in answer.headers["content-disposition"]
    assert (await ask("GET", href, session=await log_in(bob))).status == 404
    assert (await ask("GET", href)).status == 403
    assert (await ask("POST", href, session=await log_in(ada))).status == 405


def test_there_is_one_a_day(ada):
    its = exports.ask(ada)
    assert exports.ask(ada) == its
    Export.objects.update(at=timezone.now() - timedelta(days=1, seconds=1))
    assert exports.ask(ada) != its
    assert Export.objects.count() == 1


def test_who_has_an_address_is_told_by_mail(ada, monkeypatch, settings):
    sent = []
    monkeypatch.setattr(mail, "_send_beside", lambda *words: sent.append(words))
    settings.CHAT_MAILS, settings.CHAT_URL = True, "https://chat.test"
    ada.take_email("ada@example.org")
    its = exports.ask(ada)
    exports.succeed(exports.take(timezone.now()), 3)
    [(to, _, _, link)] = sent
    assert (to, link) == ("ada@example.org", f"https://chat.test{exports.PATH}{its.pk}")


def test_one_is_made_at_a_time_and_who_was_killed_is_succeeded(ada):
    bob = User.objects.sign_up("bob", "correct horse")
    first, second = exports.ask(ada), exports.ask(bob)
    now = timezone.now()
    assert exports.take(now) == first
    assert exports.take(now) is None
    assert exports.take(now + 2 * exports.HOLD) == first
    exports.succeed(first, 3)
    assert exports.take(timezone.now()) == second


async def test_what_cannot_be_made_can_be_asked_for_anew(ada, monkeypatch):
    monkeypatch.setattr(making, "run", lambda *words: "The disk is full.")
    await sync_to_async(exports.ask)(ada)
    await making.make_next()
    assert not await Export.objects.aexists()


def test_the_disk_is_not_filled(ada, settings):
    settings.CHAT_FREE_BYTES = 2**60
    with pytest.raises(DiskFull):
        exports.ask(ada)
    assert not Export.objects.exists()


def test_it_goes_after_a_week_with_what_killed_ones_have_left(ada, monkeypatch):
    its = exports.ask(ada)
    exports.place_of(its).write_bytes(b"zip")
    exports.succeed(its, 3)
    draft = exports.folder() / f".{its.pk}.zip.draft-7"
    draft.write_bytes(b"half")
    monkeypatch.setattr(exports, "YOUNG_SECONDS", 0)
    exports.clear()
    assert exports.place_of(its).exists()
    assert not draft.exists()
    Export.objects.update(at=timezone.now() - timedelta(days=7, seconds=1))
    exports.forget_old()
    exports.clear()
    assert not Export.objects.exists()
    assert not exports.place_of(its).exists()


def test_files_are_in_it_as_they_are(ada, tmp_path):
    content = b"%PDF of somebody"
    sha256 = hashlib.sha256(content).hexdigest()
    name = contents().save(content_name(sha256), ContentFile(content))
    File.objects.create(owner=ada, name="Plan.PDF", size=9, sha256=sha256)
    export_person(ada, tmp_path / "ada.zip")
    contents().delete(name)
    with zipfile.ZipFile(tmp_path / "ada.zip") as file:
        assert file.read(f"files/{sha256}.pdf") == content


def test_the_account_page_has_it(ada):
    client = logged_in(ada)
    answer = client.post("/account/export/", follow=True)
    assert answer.redirect_chain == [("/account/#export", 302)]
    assert "It is being made: it is here in a while." in answer.text
    its = Export.objects.get()
    exports.succeed(its, 2048)
    page = client.get("/account/").text
    assert f'href="/files/exports/{its.pk}"' in page
    asks = 'action="/account/export/"'
    assert asks not in page  # it would be the same
    Export.objects.update(at=timezone.now() - exports.PAUSE)
    assert asks in client.get("/account/").text

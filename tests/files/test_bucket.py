"""Files in a bucket: whatever it does, who waits is told, and nothing is lost."""

import time
from contextlib import closing
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from chat.doctor import bucket as doctor
from chat.doctor.finding import OK, WRONG, Asked
from chat.files import bucket, disk, sweep
from chat.files.contents import contents
from chat.files.models import File
from chat.logging.outage import Outage
from chatsite import environment
from tests.files.sending import PNG, ask, begun, sent, share
from tests.support.people import log_in
from tests.support.s3 import BUCKET, FOLDER, S3

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

begin = sync_to_async(begun)
send = sync_to_async(sent)
say = sync_to_async(share)
AWAY = b"Where the site keeps files does not answer just now; try again.\n"


@pytest.fixture
def s3(monkeypatch):
    """One that a test may kill, and which the site does not wait long for."""
    server = S3()
    monkeypatch.setattr(bucket, "CONNECT_SECONDS", 2)
    monkeypatch.setattr(bucket, "ANSWER_SECONDS", 2)
    monkeypatch.setattr(bucket, "BUCKET", Outage("The bucket of files"))
    monkeypatch.setitem(storages._storages, "files", server.reached())
    yield server
    server.go_on()
    server.close()


async def test_what_cannot_be_stored_is_kept_and_comes_to_its_end_later(s3, ada):
    upload = await begin(ada, size=4)
    s3.kill()
    answer = await ask("PUT", upload.href, b"plan")
    assert (answer.status, answer.body) == (503, AWAY)
    s3.start()
    # Whoever sends in pieces is told that the last byte is to come.
    known = await ask("HEAD", upload.href)
    assert known.headers["upload-offset"] == "3"
    assert (await ask("PATCH", upload.href, b"n", upload_offset=3)).status == 201
    file = await File.objects.aget()
    assert await sync_to_async(read)(file) == b"plan"
    assert disk.come(file.pk) == 0


def read(file, *part):
    with closing(contents().opened(file.content, *part)) as content:
        return content.read(100)


async def test_one_that_stands_still_is_a_sentence_in_bounded_time(s3, ada, dev):
    photo = await send(ada, PNG, "me.png")
    await say(ada, dev, photo)
    key, upload = await log_in(ada), await begin(ada, size=4)
    s3.hold()
    since = time.monotonic()
    asked = [
        await ask("GET", f"/files/{photo.pk}/me.png", session=key),
        await ask("PUT", upload.href, b"plan"),
    ]
    assert [(each.status, each.body) for each in asked] == [(503, AWAY)] * 2
    assert time.monotonic() - since < 20
    s3.go_on()
    answer = await ask("GET", f"/files/{photo.pk}/me.png", session=key)
    assert (answer.status, answer.body) == (200, PNG)


async def test_one_that_refuses_is_a_sentence_too(
    s3, ada, monkeypatch, caplog, settings
):
    settings.CHAT_FILES_S3 = "another", FOLDER
    monkeypatch.setitem(storages._storages, "files", s3.reached("another"))
    upload = await begin(ada, size=4)
    assert (await ask("PUT", upload.href, b"plan")).status == 503
    assert "The bucket of files fails" in caplog.text
    with pytest.raises(CommandError, match="NoSuchBucket"):
        await sync_to_async(call_command)("files", check=True)
    [finding] = await sync_to_async(lambda: [*doctor.look(Asked())])()
    assert (finding.level, "NoSuchBucket" in finding.said) == (WRONG, True)


def test_the_doctor_asks_the_bucket_if_there_is_one(s3, settings):
    assert [*doctor.look(Asked())] == []
    settings.CHAT_FILES_S3 = BUCKET, FOLDER
    [finding] = doctor.look(Asked())
    assert finding.level == OK


@pytest.mark.parametrize("text", ["house", "s3://key:secret@house", "https://house/a"])
def test_what_is_no_bucket_is_refused_and_no_secret_is_shown(monkeypatch, text):
    monkeypatch.setenv("CHAT_FILES_S3", text)
    with pytest.raises(ImproperlyConfigured, match="is no bucket") as refused:
        environment.bucket("CHAT_FILES_S3")
    assert "secret" not in str(refused.value)
    monkeypatch.setenv("CHAT_FILES_S3", "s3://house/people/")
    assert environment.bucket("CHAT_FILES_S3") == ("house", "people")


def test_what_else_is_in_the_bucket_stays(s3, ada, monkeypatch):
    monkeypatch.setattr(sweep, "YOUNG", timedelta(0))
    others = {f"{FOLDER}/notes.txt", "elsewhere/" + "ab/" + "0" * 64}
    for key in others:
        s3.client.put_object(Bucket=BUCKET, Key=key, Body=b"mine")
    sent(ada)
    File.objects.all().delete()
    sweep.clear()
    left = s3.client.list_objects_v2(Bucket=BUCKET)["Contents"]
    assert {each["Key"] for each in left} == others


def test_large_ones_come_in_parts(s3, ada):
    content = bytes(range(256)) * 4096 * 20
    file = sent(ada, content, "large.bin")
    end = len(content)
    assert read(file, end - 10, end - 5) == content[-10:-5]

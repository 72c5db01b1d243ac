"""What two do with files at once, and what a disk does that is nearly full."""

import asyncio
import os
import threading

import pytest
from asgiref.sync import sync_to_async

from chat.files import disk, sweep
from chat.files.addresses import UPLOADS, upload_at
from chat.files.models import File, content_name
from chat.wire.errors import NotAllowed
from tests.files.sending import ask, begun, sent, there

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("either"),
]

begin = sync_to_async(begun)


def token(upload):
    return upload_at(upload.href.removeprefix(UPLOADS))


def test_what_is_in_the_storage_is_not_written_to_any_more(ada, monkeypatch):
    upload = token(begun(ada))
    first = disk.Part(upload.file)
    first.add(b"plan")
    lock = disk.fcntl.flock

    def flock_late(file, how):
        # The first one is done between the second's opening and its lock.
        monkeypatch.setattr(disk.fcntl, "flock", lock)
        disk.put_in(first)
        first.close()
        lock(file, how)

    monkeypatch.setattr(disk.fcntl, "flock", flock_late)
    with pytest.raises(NotAllowed):
        disk.Part(upload.file)
    assert disk.come(upload.file) == 0
    disk.Part(upload.file).close()


def test_a_disk_that_takes_a_part_is_asked_again(ada, monkeypatch):
    part = disk.Part(token(begun(ada)).file)
    write = os.pwrite
    monkeypatch.setattr(disk.os, "pwrite", lambda f, data, at: write(f, data[:3], at))
    part.add(b"plan and")
    part.close()
    assert part.path.read_bytes() == b"plan and"


async def test_what_is_let_be_while_it_comes_ends_with_a_sentence(ada, monkeypatch):
    upload, put_in, answers = await begin(ada), disk.put_in, []

    def let_be():
        answers.append(asyncio.run(ask("DELETE", upload.href)))

    def put_in_late(part):
        thread = threading.Thread(target=let_be)
        thread.start()
        thread.join()
        return put_in(part)

    monkeypatch.setattr(disk, "put_in", put_in_late)
    assert (await ask("PUT", upload.href, b"plan")).status == 409
    assert [each.status for each in answers] == [204]
    assert not await sync_to_async(File.objects.exists)()


async def test_what_was_let_be_takes_no_room(ada):
    upload = await begin(ada)
    await ask("PUT", upload.href, b"plan")
    other = await sync_to_async(sent)(ada, b"other")
    assert (await ask("DELETE", upload.href)).status == 204
    assert there() == {other.sha256}


def test_what_others_have_too_stays_when_one_lets_it_be(ada, bob):
    mine, its = sent(ada), sent(bob)
    File.objects.filter(pk=mine.pk).delete()
    sweep.let_go(its.content)
    assert there() == {its.sha256}


def test_nothing_is_deleted_while_a_file_is_to_have_it(ada):
    part = disk.Part(token(begun(ada)).file)
    part.add(b"plan")
    name = content_name(disk.put_in(part).sha256)
    sweep.let_go(name)
    assert len(there()) == 1
    part.close()
    sweep.let_go(name)
    assert there() == set()

"""What is from before has what came since, some time after the start."""

import pytest
from asgiref.sync import async_to_sync

from chat.files import renewing
from chat.files.avatars import setting
from chat.files.models import Avatar, File
from chat.models import Message
from chat.search import finding, mending
from chat.sessions.stepping import do_all
from chat.wire import Search
from tests.files.pictures import colourful, opened, telling
from tests.files.sending import PLAN, PNG, sent, share

pytestmark = pytest.mark.django_db(transaction=True)

CODE = b"import os\n\nprint(1 < 2)\n"
renew = async_to_sync(renewing.renew)


def index():
    async_to_sync(do_all)(mending.WORKS, 0)


def found(person, query):
    results = finding.search(person, Search(query=query))
    return [hit.seq for hit in results.hits]


def test_files_from_before_say_what_they_say_and_are_found(ada, dev, monkeypatch):
    monkeypatch.setattr(renewing, "AT_ONCE", 2)
    monkeypatch.setattr(renewing, "REST_SECONDS", 0)
    files = [(PNG, "me.png"), (CODE, "run.py"), (PLAN, "plan.pdf"), (CODE, "b.py")]
    posted = [share(ada, dev, sent(ada, *each)) for each in files]
    unshared = sent(ada, CODE, "c.py")
    lost = sent(ada, b"lost", "lost.txt")
    File.objects.filter(pk=lost.pk).update(sha256="ab" * 32)
    File.objects.update(text="", excerpt="", text_known=False)
    index()
    assert found(ada, "print") == []
    renew()
    index()
    assert found(ada, "print") == [posted[3].seq, posted[1].seq]
    unshared.refresh_from_db()
    assert unshared.excerpt == CODE.decode().strip()
    assert not File.objects.filter(text_known=False).exists()
    assert Message.objects.filter(conversation=dev).count() == len(files)


def test_of_what_has_come_since_it_is_known(ada):
    assert sent(ada, CODE, "run.py").text_known


@pytest.mark.processes
def test_pictures_from_before_are_shown_by_programs(ada, bob):
    pictures = {ada: telling("WEBP", colourful(192, 192)), bob: b"RIFF"}
    for person, picture in pictures.items():
        Avatar.objects.create(person=person, sha256="ab" * 32, picture=picture)
    renew()
    assert opened(bytes(Avatar.objects.get(person=ada).plain)).size == (64, 64)
    assert [each.person for each in setting.avatars([ada.pk, bob.pk]).avatars] == [
        ada.pk
    ]

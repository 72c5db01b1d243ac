import shutil

import pytest
from django.core.files.storage import storages

from chat.models import Conversation, User
from chat.models.messages.log import changing

IN_BUCKET = pytest.param("bucket", marks=pytest.mark.processes)


@pytest.fixture(autouse=True)
def _empty(settings):
    """No test finds what another one has left in the storage."""
    yield
    for name in ("files", "uploads", "thumbnails"):
        shutil.rmtree(settings.CHAT_DATA_DIR / name, ignore_errors=True)


@pytest.fixture(scope="session")
def shared_s3():
    # It is imported where it is needed: nobody has to have what it stands on.
    from tests.support.s3 import S3

    server = S3()
    yield server
    server.close()


@pytest.fixture(params=["folder", IN_BUCKET])
def either(request, monkeypatch):
    """Keep contents in the data folder, and once more in a bucket."""
    if request.param == "folder":
        yield
        return
    server = request.getfixturevalue("shared_s3")
    monkeypatch.setitem(storages._storages, "files", server.bucket)
    yield
    server.empty()


@pytest.fixture
def ada(transactional_db):
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob(transactional_db):
    return User.objects.sign_up("bob", "correct horse")


@pytest.fixture
def dev(ada, bob):
    room = Conversation.objects.create_room(ada, "dev", private=True)
    with changing():
        room.admit(bob)
    return room

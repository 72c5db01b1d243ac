import shutil

import pytest

from chat.models import Conversation, User
from chat.models.log import changing


@pytest.fixture(autouse=True)
def _empty(settings):
    """No test finds what another one has left in the storage."""
    yield
    for name in ("files", "uploads", "thumbnails"):
        shutil.rmtree(settings.CHAT_DATA_DIR / name, ignore_errors=True)


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

"""What the tests of the desktop's core share."""

import pytest

from chat.desktop.core.store import Store
from tests.desktop.core.talk import Talk


@pytest.fixture
def talk(tmp_path):
    talk = Talk(tmp_path)
    yield talk
    talk.store.close()


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "ada.db")
    yield store
    store.close()

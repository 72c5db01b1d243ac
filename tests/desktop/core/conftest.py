"""What the tests of the desktop's core share."""

import pytest

from chat.desktop.core.storage.store import Store


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "ada.db")
    yield store
    store.close()

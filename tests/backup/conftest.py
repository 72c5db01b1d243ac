"""A site with some talk, and other places to restore it in."""

from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection

from chat.backup.making import make
from chat.backup.pace import Pace
from chat.models import Conversation, User, post


@pytest.fixture
def talk(transactional_db):
    """A lobby in which something was said."""
    ada = User.objects.sign_up("ada", "correct-horse")
    lobby = Conversation.objects.lobby()
    for number in range(20):
        post(ada, lobby.pk, f"number {number}", uuid4())
    return lobby


@pytest.fixture
def backup(talk, tmp_path, settings):
    """A backup of it."""
    settings.SECRET_KEY_IS_NEW = False
    path = tmp_path / "site.zip"
    make(path, Pace(0))
    return path


@pytest.fixture
def other_site(transactional_db, settings):
    """Be another site for a while, whose data folder is empty."""
    if connection.vendor != "sqlite":
        pytest.skip("A folder has SQLite in it.")

    @contextmanager
    def at(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        before = settings.CHAT_DATA_DIR, connection.settings_dict["NAME"]
        connection.close()
        settings.CHAT_DATA_DIR = folder
        settings.CHAT_BACKUP_DIR = folder / "backups"
        connection.settings_dict["NAME"] = str(folder / "chat.sqlite3")
        try:
            yield folder
        finally:
            connection.close()
            settings.CHAT_DATA_DIR, connection.settings_dict["NAME"] = before

    return at

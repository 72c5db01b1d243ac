"""A follower of the logs, in every process under test: it writes down what it is told.

One line for each message that it is told of: the conversation's number, and the number
of the last thing that happened to the message.
"""

import os
import re
from pathlib import Path

from tests.chaos.history import Place

NAME = "archive"
LINE = re.compile(rb"^(\d+) (\d+)$", re.MULTILINE)


def register() -> None:
    """Plug it in, as a capability does."""
    from django.conf import settings

    from chat import wire
    from chat.sessions import following

    path = settings.CHAT_DATA_DIR / NAME

    def keep(changes: wire.Changes) -> None:
        told = (f"{changes.conversation} {each.changed}" for each in changes.messages)
        # A line end before as well: what was written last may have been cut off.
        text = "\n" + "\n".join(told) + "\n"
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.write(file, text.encode()) < len(text):
                raise OSError("the disk is full")
        finally:
            os.close(file)

    following.register(following.Follower(NAME, keep, from_start=True))


def read(folder: Path) -> set[Place]:
    """What it was told of so far."""
    path = folder / NAME
    text = path.read_bytes() if path.exists() else b""
    return {(int(where), int(seq)) for where, seq in LINE.findall(text)}

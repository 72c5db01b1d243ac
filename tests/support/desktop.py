"""A person at the desktop client's core: no window, but a real connection and disk."""

import time
from pathlib import Path

from chat.desktop.client import Client
from chat.desktop.connection.patience import Patience
from chat.desktop.core.slash.line import say
from chat.desktop.core.slash.person import Person
from chat.desktop.settings import Account

SECONDS = 60
# A test is in more of a hurry than a person.
HASTY = Patience(first_pause=0.2, longest_pause=0.5)


class Record:
    """A screen that keeps what it is told."""

    def __init__(self):
        self.warnings, self.notes, self.arrivals = [], [], []

    def warned(self, sentence):
        self.warnings.append(sentence)

    def noted(self, conversation, lines):
        self.notes += lines

    def arrived(self, conversation, message):
        self.arrivals.append((conversation.name, message.sender, message.body))

    def ignore(self, *_):
        """What is asked of the chat itself."""

    listed = people = shown = changed = extended = waiting = typing = gone = ignore
    renamed = ignore


class Desk:
    """``with``: somebody whose client keeps its things in ``folder``."""

    def __init__(self, folder: Path, address, name, password=None, **options):
        folder.mkdir(parents=True, exist_ok=True)
        host, port = address
        self.account = Account(host, port, options.pop("tls", False), name, password)
        self.screen = Record()
        self.client = Client(
            self.account, folder, self.screen, options.pop("patience", HASTY)
        )
        self.chat = self.client.chat

    def __enter__(self):
        self.client.log_in(self.account)
        return self

    def __exit__(self, *_):
        self.client.close()

    def crash(self):
        """End without a word to anybody, as a process that is killed."""
        self.client._connector.close()
        self.client.store._database.close()

    @classmethod
    def enter(cls, *where, **options):
        desk = cls(*where, **options).__enter__()
        desk.until(lambda: desk.is_in)
        return desk

    @property
    def is_in(self):
        loaded = all(each.messages is not None for each in self.chat.conversations)
        return self.client.state == "connected" and self.chat.you.id and loaded

    def until(self, true, seconds=SECONDS):
        """Live until something is true."""
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, f"never: {self.client.sentence}"
            self.client.tick()
            time.sleep(0.005)

    def conversation(self, name):
        return self.chat.conversations.by_name(name)

    def person(self, name="#lobby"):
        """Them in a conversation."""
        here = self.conversation(name) or self.chat.direct(name)
        return Person(self.chat, here, *[lambda *what: None] * 3)

    def say(self, line, name="#lobby"):
        """Say it, and wait until it is posted if there is a connection."""
        said = say(line, self.person(name))
        if self.client.state == "connected":
            self.until(lambda: not self.chat.postman.outbox.posts)
        return said

    def bodies(self, name="#lobby"):
        conversation = self.conversation(name)
        return [each.body for each in conversation.messages or ()]

    def sees(self, body, name="#lobby"):
        self.until(lambda: self.conversation(name) and body in self.bodies(name))

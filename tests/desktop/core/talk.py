"""A chat of the desktop's core alone: no socket, no window, a clock of its own."""

import json
from html import escape

from chat.desktop.core.chat import Chat
from chat.desktop.core.slash.person import Person
from chat.desktop.core.storage.store import Store
from chat.desktop.core.timers import Timers
from tests.support.desktop import Record
from tests.wire.samples import EVENTS, LOBBY_JSON, MESSAGE_JSON

LOBBY = json.loads(LOBBY_JSON)
MESSAGE = json.loads(MESSAGE_JSON)
WELCOME = json.loads(EVENTS[0][1])


class Clock:
    def __init__(self):
        self.time = 100.0

    def __call__(self):
        return self.time


class Talk:
    """A chat whose connection is a list of what was said."""

    def __init__(self, folder):
        self.clock, self.said, self.screen = Clock(), [], Record()
        self.timers = Timers(self.clock)
        self.store = Store(folder / "ada.db")
        self.chat = Chat(self.store, self.timers, self.screen)

    def come_in(self, **fields):
        self.chat.connected(self.said.append)
        self.hear({**WELCOME, **fields})
        return self

    def hear(self, event):
        self.chat.hear(event)

    def answer(self, type, **fields):
        """Answer the oldest question of that type; return the question."""
        asked = next(each for each in self.said if each["type"] == type)
        self.said.remove(asked)
        self.hear({"type": type, "ref": asked["ref"], **fields})
        return asked

    def loaded(self, messages=()):
        """With the lobby's messages, up to its head."""
        self.answer("history", conversation=1, messages=[*messages], more=False)
        return self

    def pass_seconds(self, seconds):
        self.clock.time += seconds
        self.timers.run_due()

    @property
    def lobby(self):
        return self.chat.conversations.by_name("#lobby")

    def person(self, here=None):
        ways = [lambda *what: None] * 3
        return Person(self.chat, here or self.lobby, *ways)


def message(seq, body="hi", author=9, **fields):
    return {**MESSAGE, "seq": seq, "changed": seq, "body": body, "author": author} | {
        "id": f"{seq:032x}",
        "html": f"<p>{escape(body)}</p>",
        **fields,
    }


def live(seq, body="hi", author=9):
    return {"type": "message", "conversation": 1, **message(seq, body, author)}


def offer(number, sender="bob", topic=""):
    """An invitation to ``#r7``, for the number 7."""
    room = {"id": number, "name": f"#r{number}", "topic": topic, "private": True}
    return {"conversation": room, "from": sender, "at": MESSAGE["at"]}


def invited(number, **fields):
    return {"type": "invited", **offer(number, **fields)}

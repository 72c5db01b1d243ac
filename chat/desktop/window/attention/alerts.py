"""Calls somebody who is spoken to and does not look.

In private everything calls, in rooms what names them does; as far as the level of the
conversation has it, and unless they have paused that. A window opens only for people
whom they have written to before: a stranger is a row with a number, and calls once.
"""

from __future__ import annotations

from functools import partial

from chat.desktop.client import Client
from chat.desktop.core.finding.letters import named
from chat.desktop.core.history.messages import Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.titles import called
from chat.desktop.settings import Settings
from chat.desktop.window.attention import quiet
from chat.desktop.window.attention.notifications import notify
from chat.desktop.window.windows import Windows


class Alerts:
    def __init__(self, windows: Windows, settings: Settings) -> None:
        self._windows = windows
        self._settings = settings
        self._is_urging = False
        windows.root.bind("<FocusIn>", lambda _: self._urge(False), add=True)

    def arrived(self, conversation: Conversation, message: Message) -> None:
        """Somebody else has said something."""
        client = self._windows.client
        if client is None or conversation.level == "nothing":
            return
        panes = self._windows.panes_of(conversation)
        if any(map(self._windows.is_looked_at, panes)):
            return
        if conversation.kind == "direct":
            self._call_in_private(client, conversation, message)
        elif _is_meant(client, conversation, message):
            title = f"{message.sender} in {called(conversation, client.chat.you.id)}"
            call = partial(self._call, title, message.body)
            client.chat.attention.pause.unless_on(call)

    def _call_in_private(
        self, client: Client, conversation: Conversation, message: Message
    ) -> None:
        if not conversation.written:
            # What this person wrote may stand further up, and not be here yet.
            client.chat.fetcher.older(conversation)
        if conversation.written or conversation.unread <= 1:
            call = partial(self._show, conversation, message)
            client.chat.attention.pause.unless_on(call)

    def _show(self, conversation: Conversation, message: Message) -> None:
        if conversation.written:
            self._windows.call_private(conversation)
        self._urge(True)
        self._call(message.sender, message.body)

    def _urge(self, on: bool) -> None:
        """Mark the main window, where the rows are, in the list of all windows."""
        if on != self._is_urging and not (on and self._windows.is_in_main):
            self._is_urging = on
            quiet.urge(self._windows.root, on)

    def _call(self, title: str, body: str) -> None:
        if self._settings.notify:
            notify(self._windows.root, title, body)


def _is_meant(client: Client, room: Conversation, message: Message) -> bool:
    """Whether it names this person, with an @ or without one."""
    return room.named.has(message.seq) or bool(
        named(client.chat.you.name, message.body)
    )

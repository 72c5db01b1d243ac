"""Calls somebody who is spoken to and does not look."""

from __future__ import annotations

import re

from chat.desktop.core.conversation import Conversation
from chat.desktop.core.messages import Message
from chat.desktop.settings import Settings
from chat.desktop.window.notifications import notify
from chat.desktop.window.windows import Windows


class Alerts:
    """In private they are called by everything, in rooms by their name."""

    def __init__(self, windows: Windows, settings: Settings) -> None:
        self._windows = windows
        self._settings = settings

    def arrived(self, conversation: Conversation, message: Message) -> None:
        """Somebody else has said something."""
        client = self._windows.client
        if client is None or conversation.name in client.chat.attention.muted:
            return
        panes = self._windows.panes_of(conversation)
        if any(map(self._windows.is_looked_at, panes)):
            return
        if not conversation.is_room:
            self._windows.call_private(conversation)
            self._call(message.sender, message.body)
        elif _is_named(client.chat.you.name, message):
            self._call(f"{message.sender} in {conversation.name}", message.body)

    def _call(self, title: str, body: str) -> None:
        if self._settings.notify:
            notify(self._windows.root, title, body)


def _is_named(name: str, message: Message) -> bool:
    return bool(re.search(rf"(?i)\b{re.escape(name)}\b", message.body))

"""What is copied of a timeline: words, with names and times of several messages."""

from __future__ import annotations

import tkinter as tk

from chat.desktop.core.history.messages import Message
from chat.desktop.core.times import clock
from chat.desktop.window.timeline.transcript import Transcript

# Who has spoken when, and what others think of it, are no words of a message.
_ASIDE = {"name", "time", "day", "new", "reactions", "answered", "undo"}


class Copying:
    """Gives what is marked in ``text`` to whoever pastes it."""

    def __init__(self, text: tk.Text, transcript: Transcript) -> None:
        self._text = text
        self._transcript = transcript
        for event in ("<<Copy>>", "<<Cut>>"):
            text.bind(event, lambda _: self.copy())
        for kind in ("STRING", "UTF8_STRING"):
            text.selection_handle(self._chunk, selection="PRIMARY", type=kind)

    def copy(self) -> str:
        """Put what is marked where other programs find it."""
        if words := self.marked():
            self._text.clipboard_clear()
            self._text.clipboard_append(words)
        return "break"

    def marked(self) -> str:
        """What is marked, as it is copied; nothing if nothing is."""
        said: list[tuple[Message | None, str]] = []
        for message, words in self._pieces():
            if said and said[-1][0] is message:
                said[-1] = (message, said[-1][1] + words)
            else:
                said.append((message, words))
        said = [(message, words.strip("\n")) for message, words in said]
        said = [each for each in said if each[1].strip()]
        if len(said) == 1:
            return said[0][1]
        return "\n".join(_told(*each) for each in said)

    def _pieces(self) -> list[tuple[Message | None, str]]:
        ranges = self._text.tag_ranges("sel")
        if not ranges:
            return []
        found: list[tuple[Message | None, str]] = []
        tags = set(self._text.tag_names(ranges[0]))
        dumped = self._text.dump(ranges[0], ranges[-1], tag=True, text=True)
        for kind, value, _ in dumped:
            if kind == "tagon":
                tags.add(value)
            elif kind == "tagoff":
                tags.discard(value)
            elif not tags & _ASIDE:
                found.append((self._transcript.message_of(tags), value))
        return found

    def _chunk(self, offset: str, length: str) -> str:
        """A piece of it, as X11 asks for what is marked."""
        return self.marked()[int(offset) :][: int(length)]


def _told(message: Message | None, words: str) -> str:
    if message is None:
        return words
    if message.action:
        return f"[{clock(message.at)}] {words}"
    return f"[{clock(message.at)}] {message.sender}: {words}"

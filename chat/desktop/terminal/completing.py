"""The Tab key ends what is begun: the name of a person or a room, an emoji, a word for
something to do; once more, and it is the next one.
"""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.chat import Chat
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.slash.line import VERBS
from chat.desktop.core.writing.completing import Begun, begun
from chat.desktop.core.writing.completion import Completion, names_in
from chat.desktop.core.writing.sources import Entry, Sources, ended

Text = tuple[str, int]


class Completing:
    """``here()``: where is written. What there is to choose from is ``offered``."""

    def __init__(self, chat: Chat, here: Callable[[], Conversation | None]) -> None:
        self._sources = Sources(chat, here, VERBS)
        # A name without a sign before it.
        self._names = Completion(lambda: names_in(chat, here(), VERBS))
        self._begun: Begun | None = None
        self._entries: list[Entry] = []
        self._at = 0
        self._made: Text = ("", 0)
        self._typed: Text = ("", 0)

    @property
    def offered(self) -> str:
        """The names, the present one marked."""
        names = [
            f"[{each.name}]" if at == self._at else each.name
            for at, each in enumerate(self._entries)
        ]
        return "  ".join(names) if len(names) > 1 else ""

    def complete(self, text: str, at: int) -> Text | None:
        """The text and the place in it afterwards; None if nothing is begun there."""
        is_made = (text, at) == self._made
        if is_made and len(self._entries) == 1:
            return None  # there is no other one
        if is_made and self._entries:
            self._at = (self._at + 1) % len(self._entries)
        else:
            self._begin(text, at)
        if self._begun is None or not self._entries:
            return self._names.complete(text, at)
        its, (typed, end) = self._entries[self._at], self._typed
        self._sources.note(self._begun, its)
        put, after = ended(self._begun, its, typed[end:])
        before = typed[: self._begun.start] + put
        self._made = (before + after, len(before))
        return self._made

    def _begin(self, text: str, at: int) -> None:
        self._typed, self._at = (text, at), 0
        self._begun = begun(text[:at])
        self._entries = [] if self._begun is None else self._sources.known(self._begun)
        if self._begun is not None:
            self._sources.ask(self._begun, self._more)

    def _more(self, entries: list[Entry]) -> None:
        """What was asked for beside comes behind what is known."""
        known = {each.put for each in self._entries}
        self._entries += [each for each in entries if each.put not in known]

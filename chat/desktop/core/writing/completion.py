"""A name is begun, and the Tab key ends it; once more, and it is the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chat.desktop.core.chat import Chat
from chat.desktop.core.finding.fold import fold
from chat.desktop.core.finding.letters import word_start
from chat.desktop.core.rooms.conversation import Conversation

LATEST = 200


class Completion:
    """``names()``: what there is to choose from, the likeliest first."""

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names = names
        self._made = ("", 0)
        self._start = 0
        self._choices: list[str] = []

    def complete(self, text: str, at: int) -> tuple[str, int] | None:
        """The text and the place in it afterwards; None if nothing is begun there."""
        is_made = (text, at) == self._made
        if not is_made:
            self._begin(text[:at])
        if len(self._choices) <= is_made:
            return None  # there is no other one
        chosen = self._choices.pop(0)
        self._choices.append(chosen)
        before = f"{text[: self._start]}{chosen} "
        self._made = (before + text[at:].lstrip(" "), len(before))
        return self._made

    def _begin(self, before: str) -> None:
        self._start = word_start(before)
        if before[self._start :].startswith("@"):
            self._start += 1
        begun = before[self._start :]
        if begun.startswith("/") and self._start:
            begun = ""
        key = fold(begun)
        named = dict.fromkeys(self._names())
        self._choices = [name for name in named if key and fold(name).startswith(key)]


def names_in(chat: Chat, here: Conversation | None, verbs: Iterable[str]) -> list[str]:
    """Who has spoken here lately, who is here, and where else one can be."""
    said = list(here.messages or ())[-LATEST:] if here is not None else []
    others = [each.name for each in chat.conversations if each.is_room]
    talks = [each.label for each in chat.conversations.directs if each.kind == "direct"]
    names = [m.sender for m in reversed(said)] + chat.people.roster.names + talks
    return [*(n for n in names if n != chat.you.name), *others, *verbs]

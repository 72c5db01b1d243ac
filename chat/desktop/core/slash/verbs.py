"""Words that begin with ``/``: a table of what exists, its usage and its help."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from chat.desktop.core.checks import is_place
from chat.desktop.core.history.messages import Event, Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.slash.person import Person

# ``43 #dev``, and ``@bob 43 words``.
_NUMBER = re.compile(r"([1-9][0-9]{0,10})(?:\s+(\S+))?\Z")
WITH_WORDS = re.compile(r"(?:([#@&]\S+)\s+)?([1-9][0-9]{0,10})\s+(.+)\Z", re.DOTALL)

# False: the words after the command make no sense.
Act = Callable[[Person, str], bool]


class Unfit(Exception):
    """It is not done, as its sentence says, and the line stays where it was typed."""


@dataclass(frozen=True)
class Verb:
    """One row of the table."""

    usage: str
    meaning: str
    act: Act


class Verbs(dict[str, Verb]):
    """Each under the first word of its usage."""

    def row(self, usage: str, meaning: str) -> Callable[[Act], Act]:
        """Put a row into the table."""

        def register(act: Act) -> Act:
            self[usage.split()[0]] = Verb(usage, meaning, act)
            return act

        return register


def is_word(text: str) -> bool:
    """Whether it is one word."""
    return len(text.split()) == 1


def room_named(text: str) -> str:
    """A room, with or without its ``#``."""
    return text if text.startswith("#") else f"#{text}"


def place_named(text: str) -> str:
    """A room, or a group, as it is written; anything else is somebody's name."""
    return text if is_place(text) else f"@{text}"


def about(
    person: Person, rest: str, act: Callable[[Conversation, int], object]
) -> bool:
    """Do something about the message of a number, here or in the place behind it;
    false if none is meant.
    """
    meant = _NUMBER.match(rest)
    place = place_at(person, meant[2]) if meant is not None else None
    if meant is None or place is None:
        return False
    act(place, int(meant[1]))
    return True


def with_message(
    person: Person, place: Conversation, seq: int, do: Callable[[Message], object]
) -> None:
    """Do something with the message of a number, which may have to be asked for."""
    known = place.messages.get(seq) if place.messages is not None else None
    if known is not None:
        do(known)
        return

    def came(page: Event) -> None:
        for each in page["messages"]:
            if each["seq"] == seq:
                do(Message.of(each))

    person.chat.ask("chain", came, conversation=place.id, seq=seq)


def place_at(person: Person, name: str | None) -> Conversation | None:
    """The conversation that they mean; without a name, the one where they are.

    If they have none of that name, they are told so.
    """
    named = place_named(name) if name else person.here.name
    found = person.chat.conversations.meant(named) if name else person.here
    if found is None or found.id is None:
        person.note(f"You have no conversation {named[:40]}.")
        return None
    return found

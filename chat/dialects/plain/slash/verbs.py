"""The table of what can be said behind a ``/`` at the plain door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chat.dialects import Received
from chat.dialects.plain.printable import encode_lines
from chat.dialects.plain.talk import Talk

# What the words after the command ask for; None if they make no sense.
Act = Callable[[Talk, str], Received | None]


@dataclass(frozen=True)
class Verb:
    """One row of the table."""

    usage: str
    meaning: str
    act: Act


VERBS: dict[str, Verb] = {}


def verb(usage: str, meaning: str) -> Callable[[Act], Act]:
    """Put a row into the table, under the first word of its usage."""

    def register(act: Act) -> Act:
        VERBS[usage.split()[0]] = Verb(usage, meaning, act)
        return act

    return register


def hint(talk: Talk, text: str, **parameters: str) -> bytes:
    """What is said to whoever has asked for something that there is not."""
    return encode_lines([f"! {talk.words(text, **parameters)}"])

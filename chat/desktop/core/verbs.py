"""Words that begin with ``/``: a table of what exists, its usage and its help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chat.desktop.core.person import Person

# False: the words after the command make no sense.
Act = Callable[[Person, str], bool]


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
    """A room as it is written; anything else is somebody's name."""
    return text if text.startswith(("#", "@")) else f"@{text}"

"""What was done about somebody to keep peace, as whoever it is about hears it."""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.messages import Event
from chat.desktop.core.times import minute


class Peace:
    """``purged``: what this person can undo; ``told(sentence)`` says what is heard."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self.purged: int | None = None
        self._told = told

    @property
    def hears(self) -> dict[str, Callable[[Event], None]]:
        """What it is told of by the server, by types."""
        return {"muted": self.hear_muted}

    def hear_muted(self, event: Event) -> None:
        """Somebody, who may be this person, is silenced, or not any more."""
        on, name = event["on"], event["name"]
        self._told(silenced(event) if on else f"{name} may speak again.")


def silenced(its: Event) -> str:
    """That somebody is."""
    return f"{its['name']} is silenced.{why(its)}"


def why(its: Event) -> str:
    """Behind that: the reason, from where, and until when, as far as is known."""
    words = ", ".join([*filter(None, [its.get("reason")]), *its.get("networks", [])])
    until = f"– {minute(its['until'])}" if "until" in its else ""
    known = " ".join(filter(None, [words, until]))
    return f" ({known})" if known else ""

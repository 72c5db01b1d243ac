"""What moderators did about somebody, as whoever it is about hears it."""

from __future__ import annotations

from chat.desktop.core.history.messages import Event
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.screen import Screen
from chat.desktop.core.times import minute


class Moderation:
    """``purged``: what this person can undo; ``muted``: how they are on the whole site,
    as ``welcome`` says it, if they are.
    """

    def __init__(self, conversations: Conversations, screen: Screen) -> None:
        self.purged: int | None = None
        self.muted: Event | None = None
        self._conversations = conversations
        self._screen = screen

    def hear_applicants(self, event: Event) -> None:
        """Somebody has come to wait until they are accepted, or does so no more."""
        if event["new"]:
            count = event["open"]
            one = "1 person waits to be accepted: the panel shows who."
            many = f"{count} people wait to be accepted: the panel shows who."
            self._screen.warned(one if count == 1 else many)

    def hear_muted(self, event: Event) -> None:
        """Somebody, who may be this person, is muted, or not any more."""
        on, name = event["on"], event["name"]
        you = self._conversations.you
        if you is not None and event["person"] == you.id:
            self.muted = event if on else None
        self._screen.warned(muted_text(event) if on else f"{name} may speak again.")
        self._screen.listed()


def muted_text(its: Event) -> str:
    """That somebody is."""
    return f"{its['name']} is muted.{why(its)}"


def why(its: Event) -> str:
    """Behind that: the reason, from where, and until when, as far as is known."""
    words = ", ".join([*filter(None, [its.get("reason")]), *its.get("networks", [])])
    until = f"– {minute(its['until'])}" if "until" in its else ""
    known = " ".join(filter(None, [words, until]))
    return f" ({known})" if known else ""

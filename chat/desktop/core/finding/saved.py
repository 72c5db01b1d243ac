"""Which messages this person has saved, once somebody asks: the last ones.

The twin of the page's ``saved.js``.
"""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import Requests, nothing
from chat.desktop.core.rooms.conversation import Conversation

LEARNED = 200


class Saved:
    def __init__(self, requests: Requests) -> None:
        self._requests = requests
        self._known: set[tuple[int, int]] | None = None

    def has(self, conversation: Conversation, seq: int) -> bool:
        """Whether that message is; false as long as it is not known."""
        return (conversation.id or 0, seq) in (self._known or ())

    def learn(self, learned: Callable[[], None]) -> None:
        """Ask for the list, unless it is known; ``learned()`` once it has come."""
        if self._known is not None:
            return

        def came(event: Event) -> None:
            found = {(each["conversation"], each["seq"]) for each in event["saved"]}
            self._known = found
            learned()

        # What is refused is asked for again the next time.
        asked = {"type": "saved", "limit": LEARNED}
        self._requests.ask(asked, came, nothing)

    def hear_welcome(self, event: Event) -> None:
        """What was saved meanwhile is not known."""
        self._known = None

    def hear_bookmarked(self, event: Event) -> None:
        if self._known is None:
            return
        key = event["conversation"], event["target"]
        if event["on"]:
            self._known.add(key)
        else:
            self._known.discard(key)

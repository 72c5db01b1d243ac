"""Gives what the server says to whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from chat.desktop.core.history.messages import STRANGE, Event
from chat.desktop.core.requests import Refusal, Requests
from chat.desktop.core.sending.postman import Postman

NOT_UNDERSTOOD = "The server said something that this client does not understand."

Hear = Callable[[Event], object]


class Hearing:
    """``hears``: whom an event of a type concerns, in this order."""

    def __init__(
        self,
        requests: Requests,
        postman: Postman,
        warned: Callable[[str], None],
        hears: Mapping[str, Sequence[Hear]],
    ) -> None:
        self._requests = requests
        self._postman = postman
        self._warned = warned
        self._hears = hears

    def hear(self, event: Event) -> None:
        """One event of the wire; of a type that is not known, nothing is done."""
        try:
            awaited = self._requests.settle(event)
            if event["type"] != "error":
                for hear in self._hears.get(event["type"], ()):
                    hear(event)
            elif not awaited:
                self._error(event)
        except STRANGE:
            # The face must outlive whatever a server says.
            self._warned(NOT_UNDERSTOOD)

    def _error(self, event: Event) -> None:
        refusal = Refusal.of(event)
        post = self._postman.refused(event.get("ref", ""), refusal)
        if post is None:
            self._requests.warn(refusal)
        elif post.error:
            self._warned(f"{post.name}: {post.error}")

"""What helps whoever writes, before anything is said."""

from __future__ import annotations

from chat.wire.events.base import Event

__all__ = ["Rendered"]


class Rendered(Event, tag="rendered"):
    """Answers ``render``.

    html: what ``message`` would have, were the body said now.
    """

    html: str


WritingEvent = Rendered

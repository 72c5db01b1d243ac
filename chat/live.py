"""An event on its way to the people of this process."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from chat import wire


class Live:
    """One announced event: decoded once, and encoded once per dialect, in a process."""

    def __init__(self, raw: bytes, origin: str = "") -> None:
        self.raw = raw
        self.origin = origin

    @classmethod
    def of(cls, message: dict[str, Any]) -> Live:
        """The event that a layer's message carries; the same for every reader."""
        live = message.get("live")
        if live is None:
            live = message["live"] = cls(message["event"], message["origin"])
        return live

    @cached_property
    def event(self) -> wire.AnyEvent:
        return wire.decode_event(self.raw)

    @cached_property
    def line(self) -> bytes:
        """As a line of the JSON door."""
        return self.raw + b"\n"

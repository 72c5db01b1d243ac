"""How a peer is told events: as bytes that its connection takes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Protocol

from msgspec import UNSET, UnsetType

from chat import wire


class Live(Protocol):
    """An event on its way to many, as JSON and read."""

    @property
    def raw(self) -> bytes: ...

    @property
    def event(self) -> wire.AnyEvent: ...


class Encoding(Protocol):
    """What a session holds of its peer's way to be told; empty bytes: nothing is."""

    def encode(
        self, event: wire.AnyEvent, ref: str | UnsetType | None = UNSET
    ) -> bytes:
        """An event for this peer alone; ``ref`` is of the command that it answers."""

    def encode_live(self, live: Live) -> bytes:
        """An event for many."""

    def cohort(self, conversation: int) -> Hashable:
        """What stands for all who are sent the same of a log; None: nobody else is."""


class JsonEncoding:
    """The wire as it is; ``frame`` makes of an event what a connection takes."""

    def __init__(self, frame: Callable[[bytes], bytes]) -> None:
        self.frame = frame

    def encode(
        self, event: wire.AnyEvent, ref: str | UnsetType | None = UNSET
    ) -> bytes:
        return self.frame(wire.encode(wire.answer(event, ref)))

    def encode_live(self, live: Live) -> bytes:
        return self.frame(live.raw)

    def cohort(self, conversation: int) -> Hashable:
        return self


def as_line(data: bytes) -> bytes:
    """An event as a line."""
    return data + b"\n"


def as_text_frame(data: bytes) -> bytes:
    """An event as a WebSocket text frame of a server (RFC 6455 §5.2)."""
    size = len(data)
    if size < 126:
        return bytes((0x81, size)) + data
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2) + data
    return b"\x81\x7f" + size.to_bytes(8) + data


LINES = JsonEncoding(as_line)
TEXT_FRAMES = JsonEncoding(as_text_frame)

"""Frames to commands, events to frames, and what answers what.

An ``Encoding`` is what a session holds of its peer's way to be told events.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from itertools import accumulate
from typing import Protocol, get_args

import msgspec
from msgspec import UNSET, Struct, UnsetType

from chat.figures import FIGURES
from chat.wire.commands import AnyCommand
from chat.wire.errors import ChatError, Malformed, TooLong, UnknownCommand
from chat.wire.events import AnyEvent
from chat.wire.events.connection import Error
from chat.wire.limits import MAX_FRAME_BYTES, MAX_NESTING, REF_CHARACTERS
from chat.words import IN_ENGLISH, Parameter, Words

__all__ = [
    "LINES",
    "TEXT_FRAMES",
    "Encoding",
    "JsonEncoding",
    "Live",
    "Rejected",
    "answer",
    "decode",
    "decode_event",
    "encode",
    "error_event",
    "timestamp",
    "too_long",
]

_commands: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)
_events: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_encoder = msgspec.json.Encoder()
# RFC 8259 §7 says where a string ends; what is left of a frame without them is
# brackets, as steps up and down (signed bytes), and what is none.
_STRINGS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[{]}"))
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_UP = b"\x01"
# So many of them are looked at one by one only if they could lead too deep.
_PIECE = 64
_COMMAND_TYPES = {each.__struct_config__.tag for each in get_args(AnyCommand)}


class _Envelope(Struct):
    """What is read of a frame that is no command: the rest is not worth its time."""

    type: msgspec.Raw = msgspec.Raw()
    ref: msgspec.Raw = msgspec.Raw()


_envelope = msgspec.json.Decoder(_Envelope)
_text = msgspec.json.Decoder(str)


class Rejected(Struct):
    """A line or frame that is no command: what answers it, and its ``ref``."""

    error: ChatError
    ref: str | UnsetType | None = UNSET


def decode(frame: bytes | str) -> AnyCommand | Rejected:
    """Read one command; never raises on anything a peer can send.

    A frame of more than ``MAX_FRAME_BYTES`` is ``too-long``; valid JSON of a ``type``
    that does not exist is ``unknown-command``; everything else is ``malformed``.
    """
    try:
        data = frame.encode() if isinstance(frame, str) else frame
    except UnicodeEncodeError:
        return Rejected(Malformed("That is not a JSON object in UTF-8."))
    if len(data) > MAX_FRAME_BYTES:
        return Rejected(too_long(MAX_FRAME_BYTES))
    if _nests_too_deeply(data):
        deep = Malformed("A command nests at most {most} deep.", most=MAX_NESTING)
        return Rejected(deep)
    try:
        return _commands.decode(data)
    except (msgspec.DecodeError, UnicodeError) as error:
        return _reject(data, error)


def too_long(most: int) -> TooLong:
    """Of a command that has more bytes than these."""
    return TooLong(
        "A command has at most {count} byte.",
        "A command has at most {count} bytes.",
        count=most,
    )


def _nests_too_deeply(frame: bytes) -> bool:
    # Every level takes two bytes, and most frames have no bracket but their own.
    if len(frame) <= 2 * MAX_NESTING or not (b"[" in frame or frame.find(b"{", 1) > 0):
        return False
    if frame.count(b"[") + frame.count(b"{") <= MAX_NESTING:
        return False
    steps = _STRINGS.sub(b"", frame).translate(_STEPS, _NO_BRACKETS)
    depth = 0
    for start in range(0, len(steps), _PIECE):
        piece = steps[start : start + _PIECE]
        up = piece.count(_UP)
        if depth + up > MAX_NESTING:
            each = memoryview(piece).cast("b")
            if max(accumulate(each, initial=depth)) > MAX_NESTING:
                return True
        depth += 2 * up - len(piece)
    return False


def _reject(frame: bytes, error: Exception) -> Rejected:
    try:
        envelope = _envelope.decode(frame)
    except (msgspec.DecodeError, UnicodeError) as unreadable:
        error, envelope = unreadable, None
    if envelope is None or isinstance(error, UnicodeError):
        return Rejected(Malformed("That is not a JSON object in UTF-8."))
    ref = _string(envelope.ref)
    known_ref = ref if ref is not None and len(ref) <= REF_CHARACTERS else UNSET
    kind = _string(envelope.type)
    if kind is not None and kind not in _COMMAND_TYPES:
        return Rejected(UnknownCommand(), known_ref)
    return Rejected(Malformed("{problem}.", problem=str(error)[:200]), known_ref)


def _string(raw: msgspec.Raw) -> str | None:
    try:
        return _text.decode(raw)
    except (msgspec.DecodeError, UnicodeError):
        return None


def encode(event: AnyEvent) -> bytes:
    """One event as compact JSON, without a line end."""
    return _encoder.encode(event)


def decode_event(frame: bytes | str) -> AnyEvent:
    """Read one event: what a client does, and a door that speaks no JSON.

    Raises:
        msgspec.DecodeError: it is no event of this contract.
    """
    return _events.decode(frame)


def answer(event: AnyEvent, ref: str | UnsetType | None) -> AnyEvent:
    """The same event as the answer to the command that carried ``ref``."""
    return (
        event
        if ref is UNSET or ref is None
        else msgspec.structs.replace(event, ref=ref)
    )


def error_event(
    error: ChatError,
    ref: str | UnsetType | None = UNSET,
    *,
    words: Words = IN_ENGLISH,
) -> Error:
    """The ``error`` event that answers a command, in the ``words`` of who gave it."""
    FIGURES.refusals[error.code] += 1
    plain = {name: _plain(value) for name, value in error.parameters.items()}
    return Error(
        code=error.code,
        detail=error.said(words),
        parameters=plain or UNSET,
        ref=UNSET if ref is None else ref,
        retry=UNSET if error.retry is None else round(error.retry, 3),
    )


def _plain(parameter: Parameter) -> str | int:
    return timestamp(parameter) if isinstance(parameter, datetime) else parameter


def timestamp(at: datetime) -> str:
    """RFC 3339 in UTC with milliseconds and ``Z``: ``2026-01-31T12:00:00.000Z``."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# --- How a peer is told ---------------------------------------------------------------


class Live(Protocol):
    """An event on its way to many, as JSON and read."""

    @property
    def raw(self) -> bytes: ...

    @property
    def event(self) -> AnyEvent: ...


class Encoding(Protocol):
    """What a session holds of its peer's way to be told; empty bytes: nothing is."""

    def encode(self, event: AnyEvent, ref: str | UnsetType | None = UNSET) -> bytes:
        """An event for this peer alone; ``ref`` is of the command that it answers."""

    def encode_live(self, live: Live) -> bytes:
        """An event for many."""

    def cohort(self, conversation: int) -> Hashable:
        """What stands for all who are sent the same of a log; None: nobody else is."""


class JsonEncoding:
    """The wire as it is; ``frame`` makes of an event what a connection takes."""

    def __init__(self, frame: Callable[[bytes], bytes]) -> None:
        self.frame = frame

    def encode(self, event: AnyEvent, ref: str | UnsetType | None = UNSET) -> bytes:
        return self.frame(_encoder.encode(answer(event, ref)))

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

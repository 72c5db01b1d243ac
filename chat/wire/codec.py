"""Frames to commands, events to frames, and what answers what."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
from msgspec import UNSET, Struct, UnsetType

from chat.wire.commands import AnyCommand
from chat.wire.errors import ChatError, Malformed, RateLimited, TooLong, UnknownCommand
from chat.wire.events import AnyEvent
from chat.wire.events.connection import Error
from chat.wire.limits import MAX_FRAME_BYTES

__all__ = [
    "Rejected",
    "answer",
    "decode",
    "decode_event",
    "encode",
    "error_event",
]

_commands: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)
_events: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_encoder = msgspec.json.Encoder()
_envelope = msgspec.json.Decoder(dict[str, Any])
_COMMAND_TYPES = {each.__struct_config__.tag for each in get_args(AnyCommand)}


class Rejected(Struct):
    """A line or frame that is no command: what answers it, and its ``ref``."""

    error: ChatError
    ref: str | UnsetType = UNSET


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
        return Rejected(TooLong(f"A command has at most {MAX_FRAME_BYTES} bytes."))
    try:
        return _commands.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        return _reject(data, error)


def _reject(frame: bytes, error: Exception) -> Rejected:
    try:
        envelope = _envelope.decode(frame)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return Rejected(Malformed("That is not a JSON object in UTF-8."))
    ref = envelope.get("ref")
    known_ref = ref if isinstance(ref, str) and len(ref) <= 64 else UNSET
    kind = envelope.get("type")
    if isinstance(kind, str) and kind not in _COMMAND_TYPES:
        return Rejected(UnknownCommand(), known_ref)
    return Rejected(Malformed(f"{str(error)[:200]}."), known_ref)


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


def error_event(error: ChatError, ref: str | UnsetType | None = UNSET) -> Error:
    """The ``error`` event that answers a command."""
    retry = error.retry if isinstance(error, RateLimited) else None
    return Error(
        code=error.code,
        detail=error.detail,
        ref=UNSET if ref is None else ref,
        retry=UNSET if retry is None else round(retry, 3),
    )

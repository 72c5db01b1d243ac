"""Commands about what is pinned."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read, write
from chat.models import User
from chat.models.messages import pinning
from chat.models.messages.message import message_of
from chat.sessions.handlers.table import Caller, handles


@handles(wire.Pin)
async def pin(caller: Caller, command: wire.Pin) -> wire.Pinned:
    return await write(_pin, caller.user, command)


@handles(wire.ListPins)
async def list_pins(caller: Caller, command: wire.ListPins) -> wire.Pins:
    return await read(pinning.pins_in, command.conversation, caller.user)


def _pin(user: User, command: wire.Pin) -> wire.Pinned:
    message = message_of(command.conversation, command.seq, user, command.epoch)
    return pinning.pin(message, user, on=command.on)

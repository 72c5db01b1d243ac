"""Commands for one's own quiet: whom one does not hear, and which talk is hidden."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import write
from chat.models.people import quiet
from chat.sessions.handlers.rooms import entered
from chat.sessions.handlers.table import Caller, handles


@handles(wire.Block)
async def block(caller: Caller, command: wire.Block) -> wire.Blocked:
    who = command.name, command.author
    with caller.places.shield.taking():
        event = await write(quiet.block, caller.user, *who, on=command.on)
        caller.places.take(event)
    return event


@handles(wire.Hide)
async def hide(caller: Caller, command: wire.Hide) -> wire.Hidden | wire.LevelSet:
    event = await write(quiet.hide, caller.user, command.conversation, command.seq)
    if isinstance(event, wire.Hidden):
        caller.places.hide(event.conversation)
    return event


@handles(wire.Show)
async def show(caller: Caller, command: wire.Show) -> wire.Joined:
    conversation = await write(quiet.show, caller.user, command.name)
    return await entered(caller, conversation)

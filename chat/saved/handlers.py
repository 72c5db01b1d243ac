"""Commands about what somebody has saved."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read, write
from chat.saved import saving
from chat.sessions.handlers import handles
from chat.sessions.handlers.table import Caller


@handles(wire.Save)
async def save(caller: Caller, command: wire.Save) -> wire.Bookmarked:
    place = command.conversation, command.seq
    if command.on:
        return await write(saving.save, caller.user, *place, command.epoch)
    return await write(saving.let_go, caller.user, *place)


@handles(wire.ListSaved)
async def list_saved(caller: Caller, command: wire.ListSaved) -> wire.Saved:
    page = command.before, command.limit
    return await read(saving.saved_by, caller.user, *page)

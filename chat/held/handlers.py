"""Commands about words that are held back, and about what waits."""

from __future__ import annotations

from msgspec import UNSET

from chat import wire
from chat.concurrency.threads import read, write
from chat.delivery.announce import by_connection
from chat.held import ruling, waiting
from chat.sessions.handlers import handles
from chat.sessions.handlers.table import Caller


@handles(wire.SetPattern)
async def set_pattern(caller: Caller, command: wire.SetPattern) -> wire.Patterns:
    return await write(ruling.set_pattern, caller.user, command)


@handles(wire.ListPatterns)
async def list_patterns(caller: Caller, command: wire.ListPatterns) -> wire.Patterns:
    return await read(ruling.patterns_of, caller.user, command.conversation)


@handles(wire.ListHeld)
async def list_held(caller: Caller, command: wire.ListHeld) -> wire.Holds:
    holds = await read(waiting.held_for, caller.user, command.after)
    for each in holds.messages:
        if each.reason is not UNSET:
            each.reason = caller.peer.words(each.reason)
    return holds


@handles(wire.Approve)
async def approve(caller: Caller, command: wire.Approve) -> wire.Decided:
    # As of a post: whoever lets it be said hears the message, too.
    with by_connection(""):
        return await write(waiting.approve, caller.user, command.held)


@handles(wire.Refuse)
async def refuse(caller: Caller, command: wire.Refuse) -> wire.Decided:
    about = command.held, command.reason
    return await write(waiting.refuse, caller.user, *about)

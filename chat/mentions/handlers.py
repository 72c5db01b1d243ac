"""The command for the messages that name somebody."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read
from chat.mentions import listing
from chat.sessions.handlers.log import paid
from chat.sessions.handlers.table import Caller, handles


@handles(wire.FetchMentions)
async def mentions(caller: Caller, command: wire.FetchMentions) -> wire.Mentions:
    async with paid(caller) as spent:
        asked = caller.user, command.before, command.limit, spent
        return await read(listing.page, *asked)

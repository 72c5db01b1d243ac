"""The command about previews."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import write
from chat.previews import keeping
from chat.sessions.handlers import handles
from chat.sessions.handlers.table import Caller


@handles(wire.RemovePreview)
async def remove_preview(caller: Caller, command: wire.RemovePreview) -> wire.Previewed:
    return await write(keeping.take_away, caller.user, command)

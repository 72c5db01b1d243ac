"""What helps whoever writes: they pay for it as for what they say."""

from __future__ import annotations

from chat import wire
from chat.sessions.handlers.table import Caller, handles


@handles(wire.Render)
async def render(caller: Caller, command: wire.Render) -> wire.Rendered:
    return wire.Rendered(html=await caller.rendering.render(command.body))

"""The command that asks what a message said before."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read
from chat.edits import keeping
from chat.sessions.handlers import handles
from chat.sessions.handlers.table import Caller


@handles(wire.ListVersions)
async def list_versions(caller: Caller, command: wire.ListVersions) -> wire.Versions:
    message = command.conversation, command.seq, caller.user, command.epoch
    return await read(keeping.versions_of, *message)

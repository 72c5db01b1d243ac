"""The commands by which somebody leaves for good, and takes along what is theirs."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import login, write
from chat.leaving import exports
from chat.leaving.confirming import confirm
from chat.leaving.departing import leave
from chat.sessions.handlers import handles
from chat.sessions.handlers.table import Caller


@handles(wire.DeleteAccount)
async def delete_account(
    caller: Caller, command: wire.DeleteAccount
) -> wire.AccountDeleted:
    user, visitor = caller.user, caller.peer.visitor
    # Without a session of the page, by all of their connections.
    typed = command.name, command.password
    await login(confirm, user, *typed, visitor, f"person:{user.pk}")
    await write(leave, user, command.words)
    return wire.AccountDeleted()


@handles(wire.MakeExport)
async def make_export(caller: Caller, command: wire.MakeExport) -> wire.Export:
    return exports.told(await write(exports.ask, caller.user))

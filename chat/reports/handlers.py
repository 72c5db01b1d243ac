"""Commands about what is not as it should be."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read, write
from chat.models import User
from chat.reports import handling, reporting
from chat.reports.bounds import from_network
from chat.sessions.handlers import handles
from chat.sessions.handlers.table import Caller


@handles(wire.MakeReport)
async def report(caller: Caller, command: wire.MakeReport) -> wire.Reported:
    network = caller.peer.visitor.network
    return await write(_report, caller.user, command, network)


@handles(wire.ListReports)
async def list_reports(caller: Caller, command: wire.ListReports) -> wire.Reports:
    return await read(handling.page, caller.user, command)


@handles(wire.HandleReport)
async def handle(caller: Caller, command: wire.HandleReport) -> wire.Handled:
    done = command.report, command.outcome, command.word
    return await write(handling.handle, caller.user, *done)


def _report(user: User, command: wire.MakeReport, network: str) -> wire.Reported:
    with from_network(user, network):
        return reporting.report(user, command)

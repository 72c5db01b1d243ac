"""Commands about what is to be said later."""

from __future__ import annotations

from msgspec import UNSET

from chat import wire
from chat.concurrency.threads import read, write
from chat.delivery.announce import by_connection
from chat.later import clock, scheduling
from chat.sessions.handlers import handles
from chat.sessions.handlers.table import Caller


@handles(wire.Schedule)
async def schedule(caller: Caller, command: wire.Schedule) -> scheduling.Answer:
    html = await caller.rendering.rendered(command.body)
    return await write(scheduling.schedule, caller.user, command, html)


@handles(wire.Reschedule)
async def reschedule(caller: Caller, command: wire.Reschedule) -> scheduling.Answer:
    html = "" if command.body is None else await caller.rendering.rendered(command.body)
    answer = await write(scheduling.change, caller.user, command, html)
    if command.now:
        with by_connection(""):  # who asks for it is to hear it, too
            caller.process.spawn(clock.say_due(caller.process))
    return answer


@handles(wire.Unschedule)
async def unschedule(caller: Caller, command: wire.Unschedule) -> wire.Unscheduled:
    return await write(scheduling.cancel, caller.user, command.id)


@handles(wire.ListScheduled)
async def list_scheduled(caller: Caller, command: wire.ListScheduled) -> wire.Scheduled:
    messages = await read(scheduling.all_of, caller.user)
    for each in messages:
        if each.detail is not UNSET:
            each.detail = caller.peer.words(each.detail)
    return wire.Scheduled(messages=messages, whole=True)

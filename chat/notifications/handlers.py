"""Commands about notifications: why somebody was told, and on which devices."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read, write
from chat.notifications import asking, devices
from chat.sessions.handlers.table import Caller, handles


@handles(wire.AskWhy)
async def ask_why(caller: Caller, command: wire.AskWhy) -> wire.Why:
    message = caller.user, command.conversation, command.seq, command.epoch
    why = await read(asking.why, *message)
    why.text = caller.peer.words(why.text)
    for each in why.rules:
        each.text = caller.peer.words(each.text)
    return why


@handles(wire.ListDevices)
async def list_devices(caller: Caller, command: wire.ListDevices) -> wire.Devices:
    return await read(devices.of, caller.user)


@handles(wire.AddDevice)
async def add_device(caller: Caller, command: wire.AddDevice) -> wire.Devices:
    language = caller.peer.words.language
    return await write(devices.add, caller.user, command, language)


@handles(wire.RemoveDevice)
async def remove_device(caller: Caller, command: wire.RemoveDevice) -> wire.Devices:
    return await write(devices.remove, caller.user, command.id)


@handles(wire.Pause)
async def pause(caller: Caller, command: wire.Pause) -> wire.Paused:
    return await write(devices.pause, caller.user, command.until)


@handles(wire.TestDevice)
async def test_device(caller: Caller, command: wire.TestDevice) -> wire.Devices:
    return await write(devices.test, caller.user, command.id)

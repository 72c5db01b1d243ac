"""Commands of those who look after a room: how it is, who may what, who is put out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chat import wire
from chat.concurrency.threads import read, write
from chat.models import Conversation, User
from chat.models.members import putting_out
from chat.models.rooms import steering
from chat.sessions.handlers.table import Caller, handles


@handles(wire.Steer)
async def steer(caller: Caller, command: wire.Steer) -> wire.Happened:
    about = command.what, command.value
    return await write(_in_room, steering.steer, caller.user, command, *about)


@handles(wire.SetRole)
async def set_role(caller: Caller, command: wire.SetRole) -> wire.Happened:
    verb = steering.set_role
    return await write(_to_somebody, verb, caller.user, command, command.role)


@handles(wire.Kick)
async def kick(caller: Caller, command: wire.Kick) -> wire.Happened:
    verb = putting_out.kick
    return await write(_to_somebody, verb, caller.user, command, command.reason)


@handles(wire.BanFromRoom)
async def ban(caller: Caller, command: wire.BanFromRoom) -> wire.Happened:
    if not command.on:
        whom = command.name, command.author
        return await write(_in_room, putting_out.unban, caller.user, command, *whom)
    about = command.reason, command.seconds
    return await write(_to_somebody, putting_out.ban, caller.user, command, *about)


@handles(wire.ListBans)
async def list_bans(caller: Caller, command: wire.ListBans) -> wire.Bans:
    return await read(_bans, caller.user, command)


# --- In the thread --------------------------------------------------------------------


def _in_room(verb: Callable[..., Any], user: User, command: Any, *about: Any) -> Any:
    room = Conversation.objects.numbered(command.conversation, user)
    return verb(room, user, *about)


def _to_somebody(
    verb: Callable[..., Any], user: User, command: Any, *about: Any
) -> Any:
    room = Conversation.objects.numbered(command.conversation, user)
    whom = putting_out.meant(command.name, command.author)
    return verb(room, user, whom, *about)


def _bans(user: User, command: wire.ListBans) -> wire.Bans:
    room = Conversation.objects.numbered(command.conversation, user)
    return putting_out.bans_of(room, user)

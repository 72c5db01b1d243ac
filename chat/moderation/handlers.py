"""Commands of those who moderate, beyond one message and one room."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read, write
from chat.models import Conversation, User
from chat.models.members import silencing
from chat.models.members.putting_out import meant
from chat.moderation import avatars, muting, purging, seeing, shutting_out
from chat.sessions.handlers import handles
from chat.sessions.handlers.table import Caller


@handles(wire.Purge)
async def purge(caller: Caller, command: wire.Purge) -> wire.Purged:
    its = await write(purging.begin, caller.user, command)
    for numbers in await read(purging.batches, its):
        # What waited meanwhile is written between.
        await write(purging.delete, caller.user, its, numbers)
    return await write(purging.end, caller.user, its)


@handles(wire.Unpurge)
async def unpurge(caller: Caller, command: wire.Unpurge) -> wire.Purged:
    its = await write(purging.begin_undo, caller.user, command.purge)
    while await write(purging.undo_some, its):
        pass  # likewise
    return await write(purging.end_undo, caller.user, its)


@handles(wire.Mute)
async def mute(caller: Caller, command: wire.Mute) -> wire.WasMuted | wire.Happened:
    if command.conversation is not None:
        return await write(_mute_there, caller.user, command, command.conversation)
    return await write(muting.mute, caller.user, command)


@handles(wire.ShutOut)
async def shut_out(caller: Caller, command: wire.ShutOut) -> wire.WasShutOut:
    if not command.on:
        return await write(shutting_out.let_in, caller.user, command)
    here = caller.peer.visitor
    return await write(shutting_out.shut_out, caller.user, command, here)


@handles(wire.TakeAvatar)
async def take_avatar(caller: Caller, command: wire.TakeAvatar) -> wire.AvatarSet:
    return await write(avatars.take_avatar, caller.user, command)


@handles(wire.ListModeration)
async def list_moderation(
    caller: Caller, command: wire.ListModeration
) -> wire.Moderation:
    return await read(seeing.moderation, caller.user)


@handles(wire.ListActs)
async def list_acts(caller: Caller, command: wire.ListActs) -> wire.Acts:
    return await read(seeing.acts, caller.user, command)


# --- In the thread --------------------------------------------------------------------


def _mute_there(user: User, command: wire.Mute, number: int) -> wire.Happened:
    room = Conversation.objects.numbered(number, user)
    whom = meant(command.name, command.author)
    if not command.on:
        return silencing.let_speak(room, user, whom)
    return silencing.silence(room, user, whom, command.reason, command.seconds)

"""Commands about rooms: which there are, and who comes and goes."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read, write
from chat.models import Conversation, User, as_seen_by, directory
from chat.sessions.handlers.table import Caller, handles


@handles(wire.ListRooms)
async def list_rooms(caller: Caller, command: wire.ListRooms) -> wire.Rooms:
    return wire.Rooms(rooms=await read(directory, caller.user))


@handles(wire.Create)
async def create(caller: Caller, command: wire.Create) -> wire.Joined:
    room = await write(
        Conversation.objects.create_room,
        caller.user,
        command.name,
        command.topic,
        command.private,
    )
    return await _entered(caller, room)


@handles(wire.Join)
async def join(caller: Caller, command: wire.Join) -> wire.Joined:
    room = await write(_join, caller.user, command.room)
    return await _entered(caller, room)


@handles(wire.Invite)
async def invite(caller: Caller, command: wire.Invite) -> wire.Joined:
    guest = await write(_invite, caller.user, command)
    return wire.Joined(conversation=command.conversation, sender=guest.name)


@handles(wire.Leave)
async def leave(caller: Caller, command: wire.Leave) -> wire.Left:
    await write(_leave, caller.user, command)
    caller.places.unfollow(command.conversation)
    return wire.Left(conversation=command.conversation, sender=caller.user.name)


async def _entered(caller: Caller, room: Conversation) -> wire.Joined:
    """Subscribe first, then read: what is said from now on is heard."""
    await caller.places.follow(room)
    seen = await read(as_seen_by, room, caller.user)
    caller.places.starts_at(seen)
    return wire.Joined(conversation=seen, sender=caller.user.name)


def _join(user: User, name: str) -> Conversation:
    room = Conversation.objects.room(name, user)
    room.join(user)
    return room


def _invite(user: User, command: wire.Invite) -> User:
    conversation = Conversation.objects.numbered(command.conversation, user)
    guest = User.objects.named(command.name)
    conversation.invite(user, guest)
    return guest


def _leave(user: User, command: wire.Leave) -> None:
    Conversation.objects.numbered(command.conversation, user).leave(user)

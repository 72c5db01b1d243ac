"""Commands about rooms: which there are, where one is, and who comes and goes."""

from __future__ import annotations

from msgspec import UNSET

from chat import wire
from chat.concurrency.threads import read, write
from chat.models import Conversation, User
from chat.models.members import offer
from chat.models.members.listing import members
from chat.models.rooms import grouping, pages
from chat.sessions.handlers.table import Caller, handles


@handles(wire.ListRooms)
async def list_rooms(caller: Caller, command: wire.ListRooms) -> wire.Rooms:
    return await read(
        pages.rooms_page,
        caller.user,
        after=command.after,
        match=command.match,
        limit=command.limit,
    )


@handles(wire.ListConversations)
async def list_conversations(
    caller: Caller, command: wire.ListConversations
) -> wire.Conversations:
    return await read(
        pages.conversations_page, caller.user, after=command.after, limit=command.limit
    )


@handles(wire.ListMembers)
async def list_members(caller: Caller, command: wire.ListMembers) -> wire.Members:
    user = caller.user
    online = await caller.process.roster.seen_by(user.pk, user.name)
    page = await read(members, user, command, online)
    here = [each for each in page.members if each.here]
    doors = await caller.process.presence.doors([each.id for each in here])
    for each in here:
        each.doors = doors.get(each.id, UNSET)
    return page


@handles(wire.Create)
async def create(caller: Caller, command: wire.Create) -> wire.Joined:
    room = await write(
        Conversation.objects.create_room,
        caller.user,
        command.name,
        command.topic,
        command.private,
    )
    return await entered(caller, room)


@handles(wire.Join)
async def join(caller: Caller, command: wire.Join) -> wire.Joined:
    room = await write(offer.enter, command.room, caller.user)
    return await entered(caller, room)


@handles(wire.Leave)
async def leave(caller: Caller, command: wire.Leave) -> wire.Left:
    await write(_leave, caller.user, command)
    caller.places.unfollow(command.conversation)
    return caller.user.left_event(command.conversation)


@handles(wire.BeginGroup)
async def begin_group(caller: Caller, command: wire.BeginGroup) -> wire.Joined:
    return await entered(caller, await write(_begin, caller.user, command))


async def entered(caller: Caller, conversation: Conversation) -> wire.Joined:
    """The answer to whoever has come into one, and hears it from now on."""
    seen = await caller.places.enter(conversation)
    caller.places.starts_at(seen)
    return caller.user.joined_event(seen)


def _begin(user: User, command: wire.BeginGroup) -> Conversation:
    beside = None
    if command.conversation is not None:
        beside = Conversation.objects.numbered(command.conversation, user)
    return grouping.begin(user, command.names, beside)


def _leave(user: User, command: wire.Leave) -> None:
    Conversation.objects.numbered(command.conversation, user).leave(user)

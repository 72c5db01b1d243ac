"""What each command of the wire does.

A handler calls one verb of the models and returns the event that answers the command,
or None where the contract has no answer.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from chat import wire
from chat.broker.client import UNAVAILABLE
from chat.concurrency.threads import read, write
from chat.delivery.announce import event_message
from chat.models import Conversation, Membership, Message, Said, User, history
from chat.wire.errors import NoSuchConversation, NotAllowed

if TYPE_CHECKING:
    from chat.sessions.session import Session

logger = logging.getLogger("chat.commands")

Handler = Callable[["Session", Any], Awaitable[wire.AnyEvent | None]]
HANDLERS: dict[type[wire.Command], Handler] = {}


def handles(command: type[wire.Command]) -> Callable[[Handler], Handler]:
    """Put a handler into the table."""

    def register(handler: Handler) -> Handler:
        HANDLERS[command] = handler
        return handler

    return register


@handles(wire.Login)
async def login(session: Session, command: wire.Login) -> None:
    raise NotAllowed("You are logged in already.")


@handles(wire.Ping)
async def ping(session: Session, command: wire.Ping) -> wire.Pong:
    return wire.Pong()


# --- The log --------------------------------------------------------------------------


@handles(wire.Post)
def post(session: Session, command: wire.Post) -> Awaitable[wire.Posted]:
    said = Said(session.user, command.to, command.body, command.id)
    return session.node.posts(said)


@handles(wire.Edit)
async def edit(session: Session, command: wire.Edit) -> wire.Edited:
    return await write(
        lambda: _message(session.user, command).edit(session.user, command.body)
    )


@handles(wire.Delete)
async def delete(session: Session, command: wire.Delete) -> wire.Deleted:
    return await write(lambda: _message(session.user, command).delete_by(session.user))


@handles(wire.React)
async def react(session: Session, command: wire.React) -> wire.Reacted:
    return await write(
        lambda: _message(session.user, command).react(
            session.user, command.emoji, command.on
        )
    )


@handles(wire.SetTopic)
async def set_topic(session: Session, command: wire.SetTopic) -> wire.TopicSet:
    return await write(
        lambda: _conversation(session.user, command).set_topic(
            session.user, command.topic
        )
    )


@handles(wire.FetchHistory)
async def fetch_history(session: Session, command: wire.FetchHistory) -> wire.History:
    return await read(
        history.page,
        command.conversation,
        session.user,
        before=command.before,
        after=command.after,
        limit=command.limit,
    )


@handles(wire.FetchChanges)
async def fetch_changes(session: Session, command: wire.FetchChanges) -> wire.Changes:
    return await session.node.changes(
        history.Asked(command.conversation, session.user, command.since, command.limit)
    )


# --- Read and typing ------------------------------------------------------------------


@handles(wire.MarkRead)
async def mark_read(session: Session, command: wire.MarkRead) -> None:
    await write(_mark_read, session.user, command)


@handles(wire.Type)
async def typing(session: Session, command: wire.Type) -> None:
    groups = session.conversations.get(command.conversation)
    if not groups:
        conversation = await read(_conversation, session.user, command)
        groups = conversation.groups
    event = wire.Typing(conversation=command.conversation, sender=session.user.name)
    try:
        for group in groups:
            await session.node.layer.group_send(group, event_message(event))
    except UNAVAILABLE:
        logger.debug("Redis is away: nobody sees the typing.")


# --- People and rooms -----------------------------------------------------------------


@handles(wire.Who)
async def who(session: Session, command: wire.Who) -> wire.Online:
    return await session.node.roster.seen_by(session.user.name)


@handles(wire.ListRooms)
async def list_rooms(session: Session, command: wire.ListRooms) -> wire.Rooms:
    return wire.Rooms(rooms=await read(Conversation.objects.directory, session.user))


@handles(wire.Create)
async def create(session: Session, command: wire.Create) -> wire.Joined:
    room = await write(
        Conversation.objects.create_room,
        session.user,
        command.name,
        command.topic,
        command.private,
    )
    return await _entered(session, room)


@handles(wire.Join)
async def join(session: Session, command: wire.Join) -> wire.Joined:
    room = await write(_join, session.user, command.room)
    return await _entered(session, room)


@handles(wire.Invite)
async def invite(session: Session, command: wire.Invite) -> wire.Joined:
    guest = await write(_invite, session.user, command)
    return wire.Joined(conversation=command.conversation, sender=guest.name)


@handles(wire.Leave)
async def leave(session: Session, command: wire.Leave) -> wire.Left:
    await write(lambda: _conversation(session.user, command).leave(session.user))
    session.unfollow(command.conversation)
    return wire.Left(conversation=command.conversation, sender=session.user.name)


# --- Steps ----------------------------------------------------------------------------


async def _entered(session: Session, room: Conversation) -> wire.Joined:
    """Subscribe first, then read: what is said from now on is heard."""
    await session.follow(room)
    seen = await read(room.as_seen_by, session.user)
    session.starts_at(seen)
    return wire.Joined(conversation=seen, sender=session.user.name)


def _conversation(user: User, command: Any) -> Conversation:
    return Conversation.objects.numbered(command.conversation, user)


def _message(user: User, command: Any) -> Message:
    conversation = _conversation(user, command)
    message = conversation.messages.filter(seq=command.seq).first()
    if message is None:
        raise NoSuchConversation("There is no such message.")
    message.conversation = conversation
    return message


def _mark_read(user: User, command: wire.MarkRead) -> None:
    conversation = _conversation(user, command)
    membership = Membership.objects.get(conversation=conversation, user=user)
    membership.mark_read(min(command.seq, conversation.head))


def _join(user: User, name: str) -> Conversation:
    room = Conversation.objects.room(name, user)
    room.join(user)
    return room


def _invite(user: User, command: wire.Invite) -> User:
    conversation = _conversation(user, command)
    guest = User.objects.named(command.name)
    conversation.invite(user, guest)
    return guest

"""Commands about people: who is here, who has read how far, who types."""

from __future__ import annotations

import logging

from chat import wire
from chat.broker.client import UNAVAILABLE
from chat.concurrency.threads import read, write
from chat.delivery.announce import event_message
from chat.models import Conversation, Membership, User
from chat.sessions.handlers.table import Caller, handles
from chat.sessions.pages import page_of
from chat.wire.errors import Muted, NotAllowed

logger = logging.getLogger(__name__)


@handles(wire.Login)
async def login(caller: Caller, command: wire.Login) -> None:
    raise NotAllowed("You are logged in already.")


@handles(wire.Ping)
async def ping(caller: Caller, command: wire.Ping) -> wire.Pong:
    return wire.Pong()


@handles(wire.SetLanguage)
async def language(caller: Caller, command: wire.SetLanguage) -> wire.LanguageSet:
    event = await write(caller.user.speak, command.language)
    caller.peer.speak_to(caller.user)
    return event


@handles(wire.Who)
async def who(caller: Caller, command: wire.Who) -> wire.Online:
    user = caller.user
    online = await caller.process.roster.seen_by(user.pk, user.name)
    if command.after is None and command.limit is None:
        return online
    page = page_of(online, command.after or "", command.limit or wire.HISTORY_LIMIT)
    doors = await caller.process.presence.doors(page.numbers)
    page.doors = [doors.get(each, []) for each in page.numbers]
    return page


@handles(wire.Find)
async def find(caller: Caller, command: wire.Find) -> wire.Found:
    found = await read(User.objects.named, command.name)
    return wire.Found(person=found.addressed)


@handles(wire.MarkRead)
async def mark_read(caller: Caller, command: wire.MarkRead) -> None:
    upto = await write(_mark_read, caller.user, command)
    if upto is not None:
        caller.process.seeing.saw(caller.user.pk, {command.conversation: upto})


@handles(wire.Type)
async def typing(caller: Caller, command: wire.Type) -> None:
    number, name, own = command.conversation, caller.user.name, caller.user.pk
    event = wire.Typing(conversation=number, sender=name, author=own)
    groups = await read(_told_of_typing, number, caller.user)
    try:
        for group in groups:
            await caller.process.layer.group_send(group, event_message(event))
    except UNAVAILABLE:
        logger.debug("Redis is away: nobody sees the typing.")


def _told_of_typing(number: int, user: User) -> tuple[str, ...]:
    """Nobody is, where somebody may not post: they are muted, or others speak there."""
    conversation = Conversation.objects.numbered(number, user)
    try:
        conversation.require("post", user)
        conversation.require_unblocked(user)
    except (Muted, NotAllowed):
        return ()
    return conversation.groups


def _mark_read(user: User, command: wire.MarkRead) -> int | None:
    """Returns up to where, if that is news."""
    conversation = Conversation.objects.numbered(command.conversation, user)
    if command.epoch not in (None, conversation.epoch):
        return None  # that was read in a log that is not there any more
    membership = Membership.objects.get(conversation=conversation, user=user)
    upto = min(command.seq, conversation.head)
    return upto if membership.mark_read(upto) else None

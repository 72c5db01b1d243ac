"""Commands about what was said: editing, reacting, reading it; posts are apart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from chat import wire
from chat.concurrency.threads import read, write
from chat.figures import FIGURES
from chat.models import Conversation, Message, User
from chat.models.messages import history, missed
from chat.models.messages.message import message_of
from chat.models.messages.renewal import Spent
from chat.sessions.handlers.table import Caller, handles


@handles(wire.Edit)
async def edit(caller: Caller, command: wire.Edit) -> wire.Edited:
    html = await caller.rendering.rendered(command.body)
    return await write(_edit, caller.user, command, html)


@handles(wire.Delete)
async def delete(caller: Caller, command: wire.Delete) -> wire.Deleted:
    return await write(_delete, caller.user, command)


@handles(wire.React)
async def react(caller: Caller, command: wire.React) -> wire.Reacted:
    return await write(_react, caller.user, command)


@handles(wire.SetTopic)
async def set_topic(caller: Caller, command: wire.SetTopic) -> wire.TopicSet:
    return await write(_set_topic, caller.user, command)


@handles(wire.FetchHistory)
async def fetch_history(caller: Caller, command: wire.FetchHistory) -> wire.History:
    async with paid(caller) as spent:
        if command.around is not None:
            asked = command.conversation, caller.user, command.around, command.limit
            return await read(history.around, *asked, spent)
        return await read(
            history.page,
            command.conversation,
            caller.user,
            before=command.before,
            after=command.after,
            limit=command.limit,
            spent=spent,
        )


@handles(wire.FetchChain)
async def fetch_chain(caller: Caller, command: wire.FetchChain) -> wire.History:
    async with paid(caller) as spent:
        asked = command.conversation, caller.user, command.seq, command.limit
        return await read(history.chain, *asked, spent)


@handles(wire.FetchChanges)
async def fetch_changes(caller: Caller, command: wire.FetchChanges) -> wire.Changes:
    async with paid(caller) as spent:
        span = command.conversation, caller.user, command.since, command.limit
        asked = missed.Asked(*span, spent, command.epoch)
        changes = await caller.process.changes(asked)
        FIGURES.holes["client"] += bool(changes.messages)
        return changes


@asynccontextmanager
async def paid(caller: Caller) -> AsyncIterator[Spent]:
    """Have whoever reads pay for what is rendered anew, as whoever writes does."""
    await caller.rendering.is_paid()
    spent = Spent()
    try:
        yield spent
    finally:
        if spent.seconds:
            caller.rendering.pay(spent.seconds)


# --- In the thread --------------------------------------------------------------------


def _edit(user: User, command: wire.Edit, html: str) -> wire.Edited:
    return _message(user, command).edit(user, command.body, html)


def _delete(user: User, command: wire.Delete) -> wire.Deleted:
    return _message(user, command).delete_by(user)


def _react(user: User, command: wire.React) -> wire.Reacted:
    return _message(user, command).react(user, command.emoji, command.on)


def _set_topic(user: User, command: wire.SetTopic) -> wire.TopicSet:
    conversation = Conversation.objects.numbered(command.conversation, user)
    return conversation.set_topic(user, command.topic)


def _message(user: User, command: wire.Edit | wire.Delete | wire.React) -> Message:
    return message_of(command.conversation, command.seq, user, command.epoch)

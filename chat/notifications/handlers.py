"""The command that asks why a message has called, or not."""

from __future__ import annotations

from chat import wire
from chat.concurrency.threads import read
from chat.notifications import asking
from chat.sessions.handlers.table import Caller, handles


@handles(wire.AskWhy)
async def ask_why(caller: Caller, command: wire.AskWhy) -> wire.Why:
    message = caller.user, command.conversation, command.seq, command.epoch
    why = await read(asking.why, *message)
    why.text = caller.peer.words(why.text)
    for each in why.rules:
        each.text = caller.peer.words(each.text)
    return why

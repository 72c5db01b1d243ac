"""The command that finds: it pays by the share of a core that a person's texts have."""

from __future__ import annotations

from chat import wire
from chat.concurrency.semaphore import FairSemaphore
from chat.concurrency.threads import read
from chat.models import User
from chat.models.messages.renewal import Spent
from chat.search import engine, mending
from chat.search.finding import search
from chat.sessions.handlers.table import Caller, handles

# Whoever searches leaves threads to those who only read.
SEARCHING = FairSemaphore(2, (100,))


@handles(wire.Search)
async def find(caller: Caller, command: wire.Search) -> wire.Results:
    await caller.rendering.is_paid()
    async with SEARCHING.awaited(0, f"{caller.user.pk}"):
        await mending.bring_up(caller.user)
        spent = Spent()
        try:
            return await read(_search, caller.user, command, spent)
        finally:
            caller.rendering.pay(spent.seconds)


def _search(user: User, command: wire.Search, spent: Spent) -> wire.Results:
    clock = engine.here().CLOCK
    began = clock()
    try:
        return search(user, command)
    finally:
        spent.seconds = clock() - began

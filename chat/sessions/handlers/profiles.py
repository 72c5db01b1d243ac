"""Commands about people who may be anywhere: whom there is, and what one may know."""

from __future__ import annotations

from msgspec import UNSET

from chat import wire
from chat.concurrency.threads import read
from chat.models.profile import people_page, profile
from chat.sessions.handlers.table import Caller, handles


@handles(wire.ListPeople)
async def list_people(caller: Caller, command: wire.ListPeople) -> wire.People:
    match, limit = command.match, command.limit
    here = await caller.process.roster.beginning(match, limit + 1)
    return await read(people_page, match, here, limit)


@handles(wire.FetchProfile)
async def fetch_profile(caller: Caller, command: wire.FetchProfile) -> wire.Profile:
    event = await read(profile, caller.user, command.name, command.author)
    known = await caller.process.roster.known()
    if event.person.id in {*known.numbers, caller.user.pk}:
        event.here, event.seen = True, UNSET
    return event

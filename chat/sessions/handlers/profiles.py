"""Commands about people who may be anywhere: whom there is, and what one may know."""

from __future__ import annotations

from functools import partial

from msgspec import UNSET

from chat import wire
from chat.concurrency.threads import read, write
from chat.models.names.choosing import choose_name
from chat.models.people import status
from chat.models.people.profile import people_page, profile
from chat.sessions.handlers.table import Caller, handles


@handles(wire.ListPeople)
async def list_people(caller: Caller, command: wire.ListPeople) -> wire.People:
    match, limit = command.match, command.limit
    here = await caller.process.roster.beginning(match, limit + 1)
    return await read(people_page, match, here, limit)


@handles(wire.FetchProfile)
async def fetch_profile(caller: Caller, command: wire.FetchProfile) -> wire.Profile:
    event = await read(profile, caller.user, command.name, command.author)
    known, number = await caller.process.roster.known(), event.person.id
    if number in {*known.numbers, caller.user.pk}:
        event.here, event.seen = True, UNSET
        doors = await caller.process.presence.doors([number])
        event.doors = doors.get(number, UNSET)
    return event


@handles(wire.SetStatus)
async def set_status(caller: Caller, command: wire.SetStatus) -> wire.StatusSet:
    return await write(status.set_status, caller.user, command.text, command.until)


@handles(wire.ListStatuses)
async def list_statuses(caller: Caller, command: wire.ListStatuses) -> wire.Statuses:
    return await read(status.statuses, caller.user)


@handles(wire.TellZone)
async def tell_zone(caller: Caller, command: wire.TellZone) -> wire.ZoneSet:
    return await write(
        partial(status.tell_zone, on=command.on), caller.user, command.zone
    )


@handles(wire.Rename)
async def rename(caller: Caller, command: wire.Rename) -> wire.Renamed:
    event = await write(choose_name, caller.user, command.name)
    # At once, also while Redis is away: what they say next bears the name.
    caller.process.rename(event.person)
    return event

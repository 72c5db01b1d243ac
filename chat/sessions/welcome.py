"""The first thing that a session says: what there is, from which it goes on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from msgspec import UNSET

from chat import VERSION, wire
from chat.models import User
from chat.sessions.places import Places
from chat.sessions.process import Process
from chat.site import Site
from chat.text.markdown import RENDERER
from chat.words import LANGUAGES


async def welcome_of(
    process: Process, user: User, places: Places, token: Any
) -> wire.Welcome:
    """What that person is told; ``places`` begin with what it says."""
    sight = await process.sights(user)
    places.begin(sight.blocked)
    for each in sight.conversations:
        places.starts_at(each)
    online = await process.roster.seen_by(user.pk, user.name)
    return wire.Welcome(
        protocol=wire.PROTOCOL,
        you=user.person,
        conversations=sight.conversations,
        online=online.users,
        keys=online.keys,
        numbers=online.numbers,
        presence=online.version,
        limits=_limits(),
        token=token,
        invitations=sight.invitations,
        blocked=[each.person for each in sight.blocked],
        renderer=RENDERER,
        version=VERSION,
        build=Site.here().build,
        languages=LANGUAGES,
        receipts=user.receipts,
        free_lobby=not settings.CHAT_LOBBY_FIXED or UNSET,
        zone=user.zone if user.shows_time else UNSET,
        muted=sight.muted,
    )


def _limits() -> wire.Limits:
    return wire.Limits(
        body=wire.BODY_CHARACTERS,
        history=wire.HISTORY_LIMIT,
        rate=settings.CHAT_RATE,
    )

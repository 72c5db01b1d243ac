"""Rules of the room that is steered, broken on purpose: see ``broken``."""

import itertools
from collections.abc import Sequence
from typing import Any

from tests.chaos.breaking import replace, rule

KEPT_EVERY = 2


@rule("put-out-hears-on", "CutClients", "leaked")
def put_out_hears_on() -> None:
    """Whoever is put out goes on hearing the room until the line is lost."""
    from chat.sessions.places import Places

    replace(Places, "unfollow", lambda self, number: None)


@rule("put-out-untold", "CutClients", "leaked")
def put_out_untold() -> None:
    """Nobody is told live that somebody is put out, as if it were lost.

    That breaks no promise where what comes behind it waits for a look.
    """
    from chat.delivery import announce

    after_commit = announce._after_commit

    def tell_most(messages: Sequence[announce.Addressed]) -> None:
        after_commit([each for each in messages if not _puts_out(each[1])])

    replace(announce, "_after_commit", tell_most)


def _puts_out(message: dict[str, Any]) -> bool:
    told = message.get("event", b"")
    return any(word in told for word in (b'"kicked"', b'"banned"', b'"by":'))


@rule("unlooked", "CutClients", "leaked")
def unlooked() -> None:
    """What comes behind a hole in the log of a room waits for no look."""
    from chat.delivery.audience import Audience

    replace(Audience, "_knows_what_happened", lambda self, live: True)


@rule("stale-rooms", "CutClients", "unlawful")
def stale_rooms() -> None:
    """Who speaks in a room is what each process has seen first."""
    from chat.models.posting import steps

    look = steps._look
    known: dict[int, tuple[str, bool]] = {}

    def look_once(cursor: Any, drafts: Sequence[Any]) -> None:
        look(cursor, drafts)
        for place in (draft.place for draft in drafts):
            first = known.setdefault(place.id, (place.speakers, place.archived))
            place.speakers, place.archived = first

    replace(steps, "_look", look_once)


@rule("happenings-lost", "CutClients", "lost")
def happenings_lost() -> None:
    """Every second thing that happens in a room is kept nowhere."""
    from chat.models.messages import happening

    keep, count = happening._keep, itertools.count(1)

    def keep_some(event: Any) -> None:
        if next(count) % KEPT_EVERY:
            keep(event)

    replace(happening, "_keep", keep_some)

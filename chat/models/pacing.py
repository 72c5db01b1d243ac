"""A slow room: each person says one thing in so many seconds, but its moderators."""

from __future__ import annotations

from chat.models.draft import Draft
from chat.models.limits import Kind, spend
from chat.models.permissions import MODERATOR
from chat.words import sentence

SLOW = sentence("This room is slow: wait a little before you say something again.")


def keep_pace(draft: Draft) -> None:
    """See that it is not too soon, in the transaction in which a post is stored.

    Raises:
        RateLimited: ``retry`` says when it will not be.
    """
    place = draft.place
    if place.slow and not draft.approved and draft.standing.role < MODERATOR:
        # By the pace: what was begun by another one holds up nobody.
        name = f"slow {place.id} {place.slow}"
        spend(draft.author, Kind(name, place.slow * 1000, "", SLOW))

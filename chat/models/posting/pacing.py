"""A slow room: each person says one thing in so many seconds, but its moderators."""

from __future__ import annotations

from django.db import transaction

from chat.models.limits import Kind, spend
from chat.models.permissions import MODERATOR
from chat.models.posting import screens
from chat.models.posting.draft import Draft
from chat.words import sentence

SLOW = sentence("This room is slow: wait a little before you say something again.")


def screen_at_pace(draft: Draft) -> None:
    """See that nothing refuses it, nor is it too soon, in the transaction of a post.

    Raises:
        RateLimited: ``retry`` says when it will not be too soon.
        ChatError: a screen refuses it, which uses up nothing of the pace.
    """
    with transaction.atomic():  # what is held is not, where it is too soon
        screens.screen(draft)
        if draft.place.slow and not draft.is_again:
            _keep_pace(draft)


def _keep_pace(draft: Draft) -> None:
    place = draft.place
    if not draft.approved and draft.standing.role < MODERATOR:
        # By the pace: what was begun by another one holds up nobody.
        name = f"slow {place.id} {place.slow}"
        spend(draft.author, Kind(name, place.slow * 1000, "", SLOW))

"""Rooms whose owner has gone, and not by leaving: each gets one from among its people.

They were erased, deleted or renamed away as a guest, or an older version has made the
room: whatever it was, it is seen by the clock. Where the site has put everybody, it is
the site's people who choose: else the first guest who came would have that room.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from chat.models.conversation import Conversation
from chat.models.log import changing
from chat.models.membership import Membership
from chat.models.permissions import OWNER
from chat.models.steered import LOBBY

# In one transaction: whoever posts meanwhile waits for no more than these.
AT_ONCE = 50


def find_heirs() -> int:
    """Give the next ``AT_ONCE`` rooms without an owner one; returns how many got one.

    Those in which nobody may write stay without.
    """
    count = 0
    with changing() as told:
        # In one order, as posts take them.
        for room in sorted(_without()[:AT_ONCE], key=lambda room: room.pk):
            room.hold()
            # Meanwhile one may have been chosen.
            is_owned = room.memberships.filter(role=OWNER.word).exists()
            if not is_owned and (event := room.pass_on(None)):
                told.append((room.groups, event))
                count += 1
    return count


def _without() -> models.QuerySet[Conversation]:
    here = Membership.objects.filter(conversation=OuterRef("pk"))
    return Conversation.objects.filter(
        ~Exists(here.filter(role=OWNER.word)),
        Exists(here.filter(user__is_active=True, user__muted=False)),
        name__gt="",  # a room has one, and by its index
    ).exclude(pk__in=_of_the_site())


def _of_the_site() -> list[int]:
    """The lobby, and the rooms of newcomers, whatever they are called by now."""
    rooms = map(Conversation.objects.called, {LOBBY, *settings.CHAT_ROOMS_OF_NEW})
    return [room.pk for room in rooms if room is not None]

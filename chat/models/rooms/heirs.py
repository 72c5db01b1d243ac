"""Rooms whose owner has gone, and not by leaving: each gets one from among its people.

They were erased, deleted or renamed away as a guest, or an older version has made the
room: whatever it was, it is seen by the clock. Where the site has put everybody, it is
the site's people who choose: else the first guest who came would have that room.
"""

from __future__ import annotations

from django.conf import settings

from chat.models.members.membership import Membership
from chat.models.messages.log import changing
from chat.models.permissions import OWNER
from chat.models.rooms.conversation import Conversation
from chat.models.rooms.steered import LOBBY

# So many are looked at in a step.
AT_ONCE = 50


def find_heirs(after: str = "") -> str:
    """Of the next ``AT_ONCE`` rooms behind that name give those without an owner one.

    Those in which nobody may write stay without. Returns the name of the last that was
    looked at: "" once there is none.
    """
    behind = Conversation.objects.filter(name__gt=after).order_by("name")
    rooms = list(behind.values_list("pk", "name")[:AT_ONCE])
    numbers = {number for number, _ in rooms}
    # Of these rooms alone: else the database may go through everybody for a few.
    owned = Membership.objects.filter(conversation__in=numbers, role=OWNER.word)
    numbers -= {*owned.values_list("conversation", flat=True)}
    if numbers:
        for room in Conversation.objects.filter(pk__in=numbers - _of_the_site()):
            _give_heir(room)
    return str(rooms[-1][1]) if rooms else ""


def _give_heir(room: Conversation) -> None:
    with changing() as told:
        room.hold()
        # Meanwhile one may have been chosen.
        is_owned = room.memberships.filter(role=OWNER.word).exists()
        if not is_owned and (event := room.pass_on(None)):
            told.append((room.groups, event))


def _of_the_site() -> set[int]:
    """The lobby, and the rooms of newcomers, whatever they are called by now."""
    rooms = map(Conversation.objects.called, {LOBBY, *settings.CHAT_ROOMS_OF_NEW})
    return {room.pk for room in rooms if room is not None}

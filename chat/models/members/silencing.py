"""Having somebody say nothing in a room, for its moderators; and letting them again.

Who is muted there has that role. It ends by the clock (``chat.moderation.muting``), or
by any other role that they are given; what they were before, they are then again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from chat import wire
from chat.models.members.membership import Membership
from chat.models.members.muted_guest import keep_muted
from chat.models.members.putting_out import require_above
from chat.models.messages.log import changing
from chat.models.people.user import User
from chat.models.permissions import MODERATOR, MUTED
from chat.models.rooms.conversation import Conversation
from chat.models.rooms.steering import acting, membership_of, unchanged
from chat.text.clean import clean_reason


def silence(
    room: Conversation, user: User, whom: User, reason: str, seconds: int | None
) -> wire.Happened:
    """Have somebody in a room read, and say nothing there.

    Raises:
        NoSuchConversation, NotAMember, Muted, TooLong
        NoSuchUser: they are not in it.
        NotAllowed: they may do as much there as whoever asks.
    """
    reason = clean_reason(reason)
    with acting(room, user, "mute") as (told, _):
        its = membership_of(room, whom)
        require_above(room, user, whom)
        about: dict[str, Any] = {"reason": reason} if reason else {}
        until = None
        if seconds is not None:
            until = timezone.now() + timedelta(seconds=seconds)
            about["until"] = wire.timestamp(until)
        event = room.happened(user, "role", whom, value=MUTED.word, **about)
        _mute(its, reason, until)
        if whom.guest:
            keep_muted(room, whom, until)
        told.append((room.groups, event))
    return event


def let_speak(room: Conversation, user: User, whom: User) -> wire.Happened:
    """End that: they are what they were.

    Raises:
        NoSuchConversation, NotAMember, Muted, NoSuchUser
        NotAllowed: they were as much there as whoever asks.
    """
    with acting(room, user, "mute") as (told, _):
        its = membership_of(room, whom)
        event = _ended(room, user, its)
        if its.role != MUTED.word:
            return unchanged(event)
        require_above(room, user, whom)
        _unmute(its)
        room.muted_alike(whom).delete()
        told.append((room.groups, event))
    return event


def lift_over(now: datetime, most: int) -> None:
    """Let those speak again in their rooms whose time is over."""
    for each in over(now).select_related("conversation")[:most]:
        room = each.conversation
        with changing() as told:
            room.hold()
            # Meanwhile somebody may have muted them anew, or given them a role.
            its = over(now).select_related("user").filter(pk=each.pk).first()
            if its is not None:
                room.take_number()
                _unmute(its)
                told.append((room.groups, _ended(room, None, its)))


def over(now: datetime) -> Any:
    """Who is muted in a room, and need not be any more."""
    return Membership.objects.filter(muted_until__lte=now).order_by("pk")


# --- Steps ----------------------------------------------------------------------------


def _mute(its: Membership, reason: str, until: datetime | None) -> None:
    # The room of an owner who is muted goes to an heir meanwhile.
    before = min(its.own_role, MODERATOR)
    mine = Membership.objects.filter(pk=its.pk)
    about = {"muted_until": until, "muted_reason": reason}
    mine.update(role=MUTED.word, role_before=before.word, **about)


def _unmute(its: Membership) -> None:
    mine = Membership.objects.filter(pk=its.pk)
    mine.update(role=its.own_role.word, muted_until=None, muted_reason="")


def _ended(room: Conversation, user: User | None, its: Membership) -> wire.Happened:
    about = {"value": its.own_role.word, "before": MUTED.word}
    return room.happened(user, "role", its.user, **about)

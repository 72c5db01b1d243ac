"""Having somebody say nothing in a room, for its moderators; and letting them again.

Who is muted there has that role. It ends by the clock (``chat.peace.muting``), or by
any other role that they are given.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from chat import wire
from chat.models.members.membership import Membership
from chat.models.members.putting_out import require_above
from chat.models.messages.log import changing
from chat.models.people.user import User
from chat.models.permissions import MEMBER, MUTED
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
        _give(its, MUTED.word, until)
        told.append((room.groups, event))
    return event


def let_speak(room: Conversation, user: User, whom: User) -> wire.Happened:
    """End that: they are a member like others.

    Raises:
        NoSuchConversation, NotAMember, Muted, NoSuchUser, NotAllowed
    """
    with acting(room, user, "mute") as (told, _):
        its = membership_of(room, whom)
        event = _ended(room, user, whom)
        if its.role != MUTED.word:
            return unchanged(event)
        _give(its, MEMBER.word)
        told.append((room.groups, event))
    return event


def lift_over(now: datetime, most: int) -> None:
    """Let those speak again in their rooms whose time is over."""
    for its in over(now).select_related("conversation", "user")[:most]:
        room = its.conversation
        with changing() as told:
            room.hold()
            # Meanwhile somebody may have muted them anew, or given them a role.
            if over(now).filter(pk=its.pk).exists():
                room.take_number()
                _give(its, MEMBER.word)
                told.append((room.groups, _ended(room, None, its.user)))


def over(now: datetime) -> Any:
    """Who is muted in a room, and need not be any more."""
    return Membership.objects.filter(muted_until__lte=now).order_by("pk")


# --- Steps ----------------------------------------------------------------------------


def _give(its: Membership, role: str, until: datetime | None = None) -> None:
    mine = Membership.objects.filter(pk=its.pk)
    mine.update(role=role, muted_until=until)


def _ended(room: Conversation, user: User | None, whom: User) -> wire.Happened:
    about = {"value": MEMBER.word, "before": MUTED.word}
    return room.happened(user, "role", whom, **about)

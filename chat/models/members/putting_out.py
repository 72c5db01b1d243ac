"""Putting somebody out of a room, and letting them come again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from msgspec import UNSET, structs

from chat import wire
from chat.delivery.announce import by_connection
from chat.models.members.offer import withdraw_from
from chat.models.members.put_out import PutOut
from chat.models.people.ban import FOR_GOOD
from chat.models.people.user import User
from chat.models.people.visit import last_visit
from chat.models.permissions import acting_as
from chat.models.rooms.conversation import Conversation
from chat.models.rooms.steering import acting, membership_of, unchanged
from chat.net.networks import network_of
from chat.text.clean import clean_reason
from chat.text.names import key_of
from chat.wire.errors import NoSuchUser, NotAllowed

# So long somebody who was kicked comes in only by a moderator's invitation: until all
# have slept on it, and not so long that nobody remembers to end it.
KICKED = timedelta(days=1)
LISTED_MOST = 200


def meant(name: str, author: int | None) -> User:
    """Whom somebody means: by the number, if it is known, and the name is theirs.

    Raises:
        NoSuchUser
    """
    if author is None:
        return User.objects.named(name)
    user = User.objects.filter(pk=author).first()
    if user is None or not (user.was_called(name) or name == user.address):
        raise NoSuchUser
    return user


def kick(room: Conversation, user: User, whom: User, reason: str) -> wire.Happened:
    """Put somebody out; for ``KICKED`` a moderator has to invite them.

    Raises:
        NoSuchConversation, NotAMember, Muted, TooLong
        NoSuchUser: they are not in it.
        NotAllowed: it is the lobby, or they may do as much there as whoever asks.
    """
    reason = clean_reason(reason)
    with acting(room, user, "kick") as (told, _):
        membership_of(room, whom)
        require_above(room, user, whom)
        until = timezone.now() + KICKED
        event = _keep_out(room, user, whom, "kicked", reason, until)
        told.append((room.groups, event))
        _expel(room, whom, event)
    return event


def ban(
    room: Conversation, user: User, whom: User, reason: str, seconds: int | None
) -> wire.Happened:
    """Put somebody out, or keep them out, whoever invites them.

    Raises:
        NoSuchConversation, NotAMember, Muted, TooLong
        NotAllowed: as of ``kick``.
    """
    reason = clean_reason(reason)
    with acting(room, user, "ban") as (told, _):
        require_above(room, user, whom)
        now = timezone.now()
        until = FOR_GOOD if seconds is None else now + timedelta(seconds=seconds)
        event = _keep_out(room, user, whom, "banned", reason, until)
        told.append((room.groups, event))
        _expel(room, whom, event)
    return event


def unban(
    room: Conversation, user: User, name: str, author: int | None = None
) -> wire.Happened:
    """Let somebody come again who was put out: by the name that ``bans_of`` tells.

    Raises:
        NoSuchConversation, NotAMember, Muted, NotAllowed
        NoSuchUser: nobody has that name, nor had who was put out.
    """
    with acting(room, user, "ban") as (told, _):
        its = _entry(room, name, author)
        if its is None:
            return unchanged(room.happened(user, "unbanned", meant(name, author)))
        event = room.happened(user, "unbanned", its.person)
        if its.person is None:
            event = structs.replace(event, whom=its.whom, person=0)
        its.delete()
        told.append((room.groups, event))
    return event


def bans_of(room: Conversation, reader: User) -> wire.Bans:
    """Who is kept out, the last first.

    Raises:
        NoSuchConversation, NotAMember, NotAllowed
    """
    room.require("see bans", reader)
    its = PutOut.objects.filter(conversation=room, until__gt=timezone.now())
    rows = its.select_related("person", "by").order_by("-at", "-pk")[:LISTED_MOST]
    return wire.Bans(conversation=room.pk, bans=[_told(row) for row in rows])


def require_above(room: Conversation, user: User, whom: User) -> None:
    """Nobody does that to who may do as much as they themselves, or did until they were
    muted: that is for whoever could mute them.

    Raises:
        NotAllowed
    """
    if _rank(room, user) <= _rank(room, whom):
        raise NotAllowed("{name} is none whom you can put out.", name=whom.name)


# --- Steps ----------------------------------------------------------------------------


def _entry(room: Conversation, name: str, author: int | None) -> PutOut | None:
    """Who is listed so; whoever has the name now before those who had it, as guests."""
    rows = PutOut.objects.filter(conversation=room, until__gt=timezone.now())
    listed = rows.select_related("person").order_by("-at", "-pk")
    if author is not None:
        return listed.filter(person=author).first()
    key = key_of(name)
    if its := listed.filter(person__key=key).first():
        return its
    return next((each for each in listed if key_of(_name(each)) == key), None)


def _name(row: PutOut) -> str:
    return row.person.name if row.person else row.whom


def _keep_out(
    room: Conversation,
    user: User,
    whom: User,
    kind: wire.Kind,
    reason: str,
    until: datetime,
) -> wire.Happened:
    about: dict[str, Any] = {"reason": reason} if reason else {}
    if until < FOR_GOOD:
        about["until"] = wire.timestamp(until)
    event = room.happened(user, kind, whom, **about)
    kept = {"banned": kind == "banned", "reason": reason, "until": until, "by": user}
    came_by = _came_by(whom, is_banned=kind == "banned")
    PutOut.objects.update_or_create(
        conversation=room,
        person=whom,
        defaults={**kept, "whom": whom.name, "at": timezone.now(), **came_by},
    )
    withdraw_from(room, whom)
    return event


def _expel(room: Conversation, whom: User, event: wire.Happened) -> None:
    """Have whom that has befallen leave, if they are there; an owner has an heir."""
    if room.has_member(whom):
        left = whom.left_event(room.pk)
        why = {"reason": event.reason, "until": event.until}
        with by_connection(""):  # who does it is answered with the log's event alone
            room.expel(whom, structs.replace(left, by=event.sender, **why))


def _came_by(whom: User, *, is_banned: bool) -> dict[str, str]:
    """By what a guest came last: another name does not bring them back.

    A network is of many, so that it takes a ban to keep them all out.
    """
    visit = last_visit(whom) if whom.guest else None
    if visit is None:
        return {"network": "", "browser": ""}
    network = network_of(visit.address) if is_banned else ""
    return {"network": network, "browser": visit.browser}


def _rank(room: Conversation, user: User) -> tuple[int, int]:
    """The site's moderators stand above a room's, and its owner above them."""
    rows = User.objects.filter(pk=user.pk)
    is_staff, is_owner = rows.values_list("is_staff", "is_superuser").get()
    its = room.memberships.filter(user=user).first()
    role = acting_as(its.own_role.word if its else None, is_staff=is_staff)
    return (2 if is_owner else int(is_staff)), int(role)


def _told(row: PutOut) -> wire.KeptOut:
    return wire.KeptOut(
        name=_name(row),
        author=row.person_id or 0,
        banned=row.banned,
        at=wire.timestamp(row.at),
        until=UNSET if row.until >= FOR_GOOD else wire.timestamp(row.until),
        reason=row.reason,
        by=row.by.name if row.by else UNSET,
    )

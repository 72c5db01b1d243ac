"""Whom there is, and what everybody may know of somebody."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from msgspec import UNSET, UnsetType

from chat import wire
from chat.models.additions import muted_among
from chat.models.members.membership import Membership
from chat.models.messages.message import Message
from chat.models.people.blocks import Block
from chat.models.people.user import User
from chat.text.fold import fold, place_of
from chat.text.names import RELEASED, key_of
from chat.wire.errors import NoSuchUser

ROOMS_MOST = 50
# Counted, and looked at for that: of who talks much, most may be said elsewhere.
MESSAGES_MOST, LOOKED_AT_MOST = 1000, 2000
# Behind whatever begins alike, in the order of code points.
_LAST = "\U0010ffff"


def people_page(match: str, here: Collection[int], limit: int) -> wire.People:
    """Who is called so, or begins so: accounts, and of guests those who are ``here``.

    Two ranges of two indexes, whether there are ten people or ten thousand.
    """
    text = match.strip().removeprefix("@")
    guests = User.objects.filter(pk__in=here, guest=True)
    accounts = User.objects.filter(guest=False, is_active=True).order_by("key")
    accounts = accounts.exclude(key__startswith=RELEASED)  # who has left for good
    if text:
        accounts = accounts.filter(
            _begins("key", key_of(text)) | _begins("folded", fold(text))
        )
    found = {user.pk: user for user in [*accounts[: limit + 1], *guests]}
    listed = sorted(found.values(), key=lambda user: place_of(user.name))
    people = [user.addressed for user in listed[:limit]]
    return wire.People(people=people, more=len(listed) > limit)


def profile(asker: User, name: str, author: int | None = None) -> wire.Profile:
    """What ``asker`` may know of somebody; whether they are here is not looked up.

    Raises:
        NoSuchUser: nobody has that name, or that number.
    """
    user = User.objects.named(name) if author is None else _numbered(author)
    now, (found, is_cut) = timezone.now(), _said_to(asker, user)
    return wire.Profile(
        person=user.addressed,
        here=False,
        # Both are read off the clock as somebody comes, one after the other.
        seen=wire.timestamp(max(user.seen, user.joined)),
        since=wire.timestamp(user.joined),
        rooms=_common_rooms(asker, user),
        status=UNSET if Block.objects.is_on(asker, user) else user.status_at(now),
        ahead=user.ahead_at(now),
        messages=min(found, MESSAGES_MOST),
        more=is_cut or found > MESSAGES_MOST or UNSET,
        muted=_muted(user, asker),
    )


def _numbered(number: int) -> User:
    user = User.objects.filter(pk=number).first()
    if user is None:
        raise NoSuchUser
    return user


def _muted(user: User, asker: User) -> wire.MutedOne | UnsetType:
    """How somebody is on the whole site: told to whoever moderates it."""
    if not (user.muted and User.objects.filter(pk=asker.pk, is_staff=True).exists()):
        return UNSET
    return muted_among([user.pk]).get(user.pk, UNSET)


def _common_rooms(asker: User, user: User) -> list[str]:
    mine = Membership.objects.filter(user=asker).values("conversation")
    both = Membership.objects.filter(user=user, conversation__in=mine)
    rooms = both.filter(conversation__kind="room").order_by("conversation__name")
    names = rooms.values_list("conversation__name", flat=True)
    return [f"#{name}" for name in names[:ROOMS_MOST]]


def _said_to(asker: User, user: User) -> tuple[int, bool]:
    """How much of what somebody has said ``asker`` can read, and whether that is not
    all: so much of theirs is looked at and no more, whoever has said a million things.
    """
    theirs = Message.objects.filter(author=user, deleted=False)
    places = list(theirs.values_list("conversation", flat=True)[:LOOKED_AT_MOST])
    mine = Membership.objects.filter(user=asker, conversation__in=set(places))
    readable = set(mine.values_list("conversation", flat=True))
    found = sum(place in readable for place in places)
    return found, len(places) == LOOKED_AT_MOST


def _begins(column: str, text: str) -> Q:
    """That a column begins so, by its index, which is another on each database."""
    if not text:
        return Q(pk__in=())
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + _LAST})
    return Q(**{f"{column}__startswith": text})

"""Whom there is, and what everybody may know of somebody."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.models import Q

from chat import wire
from chat.models.membership import Membership
from chat.models.user import User
from chat.text.fold import fold, place_of
from chat.text.names import key_of
from chat.wire.errors import NoSuchUser

ROOMS_MOST = 50
# Behind whatever begins alike, in the order of code points.
_LAST = "\U0010ffff"


def people_page(match: str, here: Collection[int], limit: int) -> wire.People:
    """Who is called so, or begins so: accounts, and of guests those who are ``here``.

    Two ranges of two indexes, whether there are ten people or ten thousand.
    """
    text = match.strip().removeprefix("@")
    guests = User.objects.filter(pk__in=here, guest=True)
    accounts = User.objects.filter(guest=False, is_active=True).order_by("key")
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
    return wire.Profile(
        person=user.addressed,
        here=False,
        seen=wire.timestamp(user.seen),
        since=wire.timestamp(user.joined),
        rooms=_common_rooms(asker, user),
    )


def _numbered(number: int) -> User:
    user = User.objects.filter(pk=number).first()
    if user is None:
        raise NoSuchUser
    return user


def _common_rooms(asker: User, user: User) -> list[str]:
    mine = Membership.objects.filter(user=asker).values("conversation")
    both = Membership.objects.filter(user=user, conversation__in=mine)
    rooms = both.filter(conversation__kind="room").order_by("conversation__name")
    names = rooms.values_list("conversation__name", flat=True)
    return [f"#{name}" for name in names[:ROOMS_MOST]]


def _begins(column: str, text: str) -> Q:
    """That a column begins so, by its index, which is another on each database."""
    if not text:
        return Q(pk__in=())
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + _LAST})
    return Q(**{f"{column}__startswith": text})

"""Somebody takes another name, as they wish."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from chat import wire
from chat.logging.audit import audit
from chat.models.limits import RENAMES, spend
from chat.models.people.user import User
from chat.wire.errors import NameRegistered, NameTaken

# For so long nobody else has the name that an account gave up.
HELD_FOR = timedelta(days=30)


def choose_name(user: User, name: str) -> wire.Renamed:
    """Be called that from now on; everybody is told.

    The name before leads to this person, and nobody else has it for ``HELD_FOR``,
    unless it was a guest's.

    Raises:
        NameInvalid: it is no name.
        NameTaken: somebody else has it, or lately had, or one that looks like it; or it
            is reserved.
        Muted, Banned, RateLimited
    """
    me = User.objects.get(pk=user.pk)
    former = me.name
    try:
        if not me.is_called(name):
            name = User.objects.newcomers_name(name, is_staff=me.is_staff)
            # Before the transaction: it may have to wait for Redis.
            User.objects.vacate(name, besides=me.pk)
        with transaction.atomic():
            user.require_voice()
            spend(user, RENAMES)
            me.rename(name, None if me.guest else timezone.now() + HELD_FOR)
    except NameRegistered:
        raise NameTaken from None  # nobody here asks for its password
    audit("renamed", name=former, to=me.name)
    return wire.Renamed(person=me.addressed, former=former)

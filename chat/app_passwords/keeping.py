"""App passwords are made, used and revoked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from chat.accounts.visitor import Visitor
from chat.app_passwords.models import LOGIN, AppPassword
from chat.app_passwords.writing import digest_of, new
from chat.delivery.announce import close_connections
from chat.models import User
from chat.models.limits import HOUR, Kind, spend
from chat.text.names import key_of
from chat.wire.errors import BadCredentials, LoginRequired, NotAllowed, TooMany
from chat.words import sentence

APP_PASSWORDS_MOST = 20
# Programs come back often: when they came last is written no more often than that.
USED = timedelta(minutes=10)
MAKINGS = Kind(
    "app passwords",
    HOUR,
    "CHAT_APP_PASSWORDS_PER_HOUR",
    sentence("You have made many app passwords: make another one later."),
)


def of(person: User) -> QuerySet[AppPassword]:
    """Those of a person that are good, in the order in which they were made."""
    return AppPassword.objects.in_use().filter(person=person).order_by("pk")


def make(person: User, name: str, doors: Iterable[str]) -> tuple[AppPassword, str]:
    """A new one, and its secret, which is known from then on to nobody else.

    Raises:
        NotAllowed: a guest has no account that it would open.
        TooMany, RateLimited
    """
    if person.guest:
        raise NotAllowed("A guest has no app passwords: sign up for an account.")
    secret, digest = new()
    with transaction.atomic():
        # Of two that are made at once, the second counts the first.
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        spend(person, MAKINGS)
        mine = AppPassword.objects.filter(person=person)
        mine.exclude(epoch=person.epoch).delete()
        if mine.count() >= APP_PASSWORDS_MOST:
            raise TooMany(
                "You have {count} app password: revoke it first.",
                "You have {count} app passwords: revoke one of them first.",
                count=APP_PASSWORDS_MOST,
            )
        made = AppPassword.objects.create(
            person=person,
            name=name,
            digest=digest,
            doors=" ".join(doors),
            epoch=person.epoch,
        )
    return made, secret


def revoke(given: Iterable[AppPassword]) -> None:
    """End them, and every connection that has come by them."""
    with transaction.atomic():
        for each in given:
            close_connections(each.person_id, LoginRequired.code, key=each.login)
            each.delete()


def opened(name: str, secret: str, visitor: Visitor) -> User | None:
    """Whom one opens for whoever is at a door; None: it is none, or somebody else's.

    Raises:
        BadCredentials: it is for other doors.
        Banned: the account was closed.
    """
    digest = digest_of(secret)
    good = AppPassword.objects.in_use().filter(digest=digest)
    given = None if digest is None else good.first()
    # The name is looked at last: who has no such secret is answered alike by all.
    if given is None:
        return None
    person = User.objects.registered(key_of(name))
    if person is None or person.pk != given.person_id:
        return None
    if visitor.door not in given.doors.split():
        raise BadCredentials("That app password is for other doors.")
    person.admitted()
    _note_use(given, visitor.address)
    person.login = given.login
    return person


def ended_among(logins: Collection[str]) -> set[str]:
    """Those of these log-ins that came by one which is not there any more."""
    own = {each: int(each[len(LOGIN) :]) for each in logins if each.startswith(LOGIN)}
    there = AppPassword.objects.filter(pk__in=own.values())
    left = set(there.values_list("pk", flat=True))
    return {each for each, number in own.items() if number not in left}


def _note_use(given: AppPassword, address: str) -> None:
    now, from_here = timezone.now(), address[:64]
    is_news = Q(used=None) | Q(used__lt=now - USED) | ~Q(address=from_here)
    its = AppPassword.objects.filter(is_news, pk=given.pk)
    its.update(used=now, address=from_here)

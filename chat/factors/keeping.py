"""The verbs: what somebody has beside a password comes and goes, and they are told.

Whoever has an app or a passkey is asked for one of them after the password. The
recovery codes come with the first of these, and go with the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from chat import wire
from chat.accounts.languages import words_for
from chat.accounts.mail import tell_of_log_in
from chat.accounts.secrets import require_another_way
from chat.accounts.visitor import Visitor
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.factors import recovery
from chat.factors.models import NAME_MOST, Authenticator, Passkey
from chat.factors.sealing import seal
from chat.logging.audit import audit
from chat.models import User
from chat.wire.errors import NotAllowed
from chat.words import sentence

PASSKEYS_MOST = 20


def has_factor(user: User) -> bool:
    """Whether somebody is asked for more than the password."""
    rows = (
        Authenticator.objects.filter(person=user),
        Passkey.objects.filter(person=user),
    )
    return any(each.exists() for each in rows)


def add_authenticator(
    user: User, who: Visitor, secret: bytes, counter: int
) -> list[str]:
    """Have the codes of an app asked for, instead of one of before.

    ``counter``: of the code by which they have shown that the app has the secret.
    The recovery codes are returned, if that is the first factor of all.
    """
    about = {"secret": seal(secret), "counter": counter, "made": timezone.now()}
    with _changing(user):
        codes = _first_codes(user)
        Authenticator.objects.update_or_create(
            person=user, defaults={**about, "used": None}
        )
        text = sentence("An app makes codes for your log-in from now on.")
        tell(user, text, "authenticator added", who)
    return codes


def remove_authenticator(user: User, who: Visitor) -> None:
    """Have its codes asked for no more."""
    with _changing(user):
        if Authenticator.objects.filter(person=user).delete()[0]:
            text = sentence("The codes of your app are not asked for any more.")
            tell(user, text, "authenticator removed", who)
            _end_codes(user)


def add_passkey(user: User, who: Visitor, name: str, **about: Any) -> list[str]:
    """Have a passkey open the account; ``about``: as in its row.

    The recovery codes are returned, if that is the first factor of all.

    Raises:
        NotAllowed: they have very many.
    """
    with _changing(user):
        if user.passkeys.count() >= PASSKEYS_MOST:
            raise NotAllowed(
                "One has {count} passkey at most.",
                "One has {count} passkeys at most.",
                count=PASSKEYS_MOST,
            )
        codes = _first_codes(user)
        its = user.passkeys.create(name=name[:NAME_MOST], **about)
        text = sentence("The passkey {passkey} opens your account from now on.")
        tell(user, text, "passkey added", who, passkey=its.name)
    return codes


def rename_passkey(its: Passkey, who: Visitor, name: str) -> None:
    """Call it otherwise, for its owner alone."""
    with transaction.atomic():
        before, its.name = its.name, name[:NAME_MOST]
        its.save(update_fields=["name"])
        about = {"passkey": its.name, "before": before}
        _note(its.person, "passkey renamed", who, **about)


def count_passkeys(user: User) -> int:
    """How many ways in these are."""
    return Passkey.objects.filter(person=user).count()


def remove_passkey(its: Passkey, who: Visitor) -> None:
    """Have it open nothing any more.

    Raises:
        NotAllowed: nothing else would let them in.
    """
    user = its.person
    with _changing(user):
        require_another_way(user)
        its.delete()
        text = sentence("The passkey {passkey} does not open your account any more.")
        tell(user, text, "passkey removed", who, passkey=its.name)
        _end_codes(user)


def renew_codes(user: User, who: Visitor) -> list[str]:
    """Other recovery codes, instead of those of before."""
    with _changing(user):
        text = sentence("You have new recovery codes; those of before open nothing.")
        tell(user, text, "recovery codes made", who)
        return recovery.renew(user)


def take_away(user: User) -> bool:
    """Have somebody come in by the password alone, who has lost all else; whether they
    had anything.
    """
    with _changing(user):
        if not has_factor(user):
            return False
        for rows in (Authenticator.objects, Passkey.objects):
            rows.filter(person=user).delete()
        _end_codes(user)
        text = sentence(
            "An administrator has turned off your two-step log-in: your password alone"
            " opens your account."
        )
        say(user, text)
    return True


def tell(user: User, text: str, event: str, who: Visitor, **about: str) -> None:
    """Say at all screens of somebody's what has become of their log-in, and note it."""
    say(user, text, **about)
    _note(user, event, who, **about)


def say(user: User, text: str, many: str = "", **about: str | int) -> None:
    """Say it, in their language, at all screens that they have open, and by mail."""
    told = words_for(user)(text, many, **about)
    announce([person_group(user.pk)], wire.Notice(detail=told))
    transaction.on_commit(partial(tell_of_log_in, user, told))


def _note(user: User, event: str, who: Visitor, **about: str) -> None:
    audit(event, name=user.name, address=who.address, door=who.door, **about)


@contextmanager
def _changing(user: User) -> Iterator[None]:
    """A transaction in which nobody else changes what this person has."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        yield


def _first_codes(user: User) -> list[str]:
    return [] if has_factor(user) else recovery.renew(user)


def _end_codes(user: User) -> None:
    if not has_factor(user):
        user.recovery_codes.all().delete()

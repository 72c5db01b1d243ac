"""Whom the provider's word opens an account of: made, linked, used and unlinked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chat.accounts.invited import Invitation
from chat.accounts.secrets import require_another_way
from chat.models import User
from chat.oidc.models import Identity
from chat.oidc.speaking import Known
from chat.wire.errors import NotAllowed, TooMany

IDENTITIES_MOST = 10


class Vouched(Invitation):
    """Whoever makes an account by the provider's word, which is linked with it.

    The settings say who may, and ``invited``: what else they come by.
    """

    def __init__(self, known: Known, invited: Invitation) -> None:
        domains = settings.CHAT_OIDC_DOMAINS
        is_of_ours = not domains or known.domain in domains
        self.registers = settings.CHAT_OIDC_ALLOW_SIGN_UP and is_of_ours
        self.accounts = self.registers or invited.accounts
        self._known, self._invited = known, invited

    @contextmanager
    def taken(self) -> Iterator[Callable[[User], None]]:
        with self._invited.taken() as came, transaction.atomic():

            def link_and_come(person: User) -> None:
                link(person, self._known)
                came(person)

            yield link_and_come


def of(person: User) -> QuerySet[Identity]:
    """Those of a person, in the order in which they were linked."""
    return Identity.objects.filter(person=person).order_by("pk")


def identity_of(known: Known) -> Identity | None:
    """What is linked with somebody whom the provider knows, and with whom."""
    mine = Identity.objects.filter(**_key(known)).select_related("person")
    return mine.first()


def link(person: User, known: Known) -> Identity:
    """Have the provider's word open this account, too.

    Raises:
        NotAllowed: it opens another one.
        TooMany
    """
    if person.guest:
        raise NotAllowed("A guest has no account: sign up for one.")
    with transaction.atomic():
        _lock(person)
        if of(person).count() >= IDENTITIES_MOST:
            raise TooMany("So many are linked already: unlink one of them first.")
        its, _ = Identity.objects.get_or_create(
            **_key(known), defaults={"person": person, "shown": known.shown}
        )
        if its.person_id != person.pk:
            raise NotAllowed("That opens another account.")
    return its


def unlink(identity: Identity) -> None:
    """Have it open the account no more.

    Raises:
        NotAllowed: nothing else would.
    """
    with transaction.atomic():
        # Of two that go at once, the second sees that it would be the last.
        _lock(identity.person)
        require_another_way(identity.person)
        identity.delete()


def note_use(identity: Identity, known: Known) -> None:
    """Somebody has come in by it."""
    identity.used, identity.shown = timezone.now(), known.shown
    identity.save(update_fields=["used", "shown"])


def count(person: User) -> int:
    """How many ways in these are."""
    return of(person).count() if settings.CHAT_OIDC_ISSUER else 0


def _lock(person: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _key(known: Known) -> dict[str, str]:
    return {"issuer": settings.CHAT_OIDC_ISSUER, "subject": known.subject}

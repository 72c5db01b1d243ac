"""Who has signed up where staff accept people: they wait, and nobody has their name."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from chat.accounts.visitor import Visitor
from chat.models import User
from chat.models.names.skeletons import ALIKE
from chat.models.tables.some import delete_some
from chat.net.networks import network_of
from chat.registration.models import Applicant
from chat.registration.telling import tell
from chat.text.lookalikes import skeleton
from chat.text.names import key_of
from chat.wire.errors import NameRegistered, NameTaken, TooMany

# That wait: of all, and of those who have come from one network.
WAITING_MOST, WAITING_OF_A_NETWORK = 500, 20
KEPT_FOR = timedelta(days=30)


def apply(name: str, password: str, visitor: Visitor, guest: User | None) -> None:
    """Have somebody wait by that name; ``guest``: who is here, and asks by their own.

    Raises:
        NameInvalid, NameTaken, TooMany, Busy
    """
    its = guest if guest is not None and guest.is_called(name) else None
    try:
        name = User.objects.newcomers_name(name)
        if its is None:
            User.objects.require_free(name)
        else:
            require_unheld(name, None)
    except NameRegistered:
        raise NameTaken from None
    _require_room(visitor.network)
    hashed = make_password(password)  # slow on purpose: not in the transaction
    who = {"password": hashed, "guest": its, "address": visitor.address[:64]}
    try:
        with transaction.atomic():
            Applicant.objects.create(name=name, key=key_of(name), **who)
            tell(new=True)
    except IntegrityError:  # somebody else at the same moment
        raise NameTaken from None


def require_unheld(name: str, besides: int | None) -> None:
    """Make sure that nobody waits by that name, or by one that looks like it.

    ``besides``: whose account such an applicant's may be.

    Raises:
        NameTaken
    """
    key = key_of(name)
    others = models.Q(guest=None) | ~models.Q(guest=besides)
    keys = Applicant.objects.waiting().filter(others).values_list("key", flat=True)
    # Each by its index: of one or the other SQLite would read them all.
    alike = keys.filter(key=key).union(keys.filter(skeleton=skeleton(name)))
    if found := set(alike):
        raise NameTaken() if key in found else NameTaken(ALIKE)


def find(name: str) -> Applicant | None:
    """Who has signed up by that name, the last of all; nobody where it is an account's
    by now.
    """
    key = key_of(name)
    found = Applicant.objects.filter(key=key).order_by("refused", "-at").first()
    if found is None or User.objects.filter(key=key, guest=False).exists():
        return None
    return found


def sweep() -> bool:
    """Forget some who wait, or were refused, since long; whether there may be more."""
    old = timezone.now() - KEPT_FOR
    return delete_some(Applicant.objects.filter(at__lt=old).order_by("at"))


def _require_room(network: str) -> None:
    # Processes that look at once do not wait for one another: it may be one more each.
    addresses = Applicant.objects.waiting().values_list("address", flat=True)
    came_from = list(addresses[:WAITING_MOST])
    alike = sum(network_of(address) == network for address in came_from)
    if len(came_from) >= WAITING_MOST or alike >= WAITING_OF_A_NETWORK:
        raise TooMany("So many wait to be accepted: sign up later.")

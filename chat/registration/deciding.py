"""What staff do about who waits to be let in."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from chat.logging.audit import audit
from chat.models import User
from chat.registration.models import Applicant
from chat.registration.telling import tell
from chat.text.clean import clean_reason
from chat.wire.errors import NotAllowed


def accept(by: User, number: int) -> User:
    """Make the account of who waits by that number.

    Raises:
        NotAllowed: nobody does any more, or ``by`` does not moderate the whole site.
        NameTaken: somebody has the name all the same.
    """
    with transaction.atomic():
        applicant = _taken(by, number)
        applicant.delete()
        user = _account_of(applicant)
        _decided("application accepted", by, applicant)
    return user


def refuse(by: User, number: int, reason: str = "") -> None:
    """Do not let in who waits by that number; the name is free, and they read why.

    Raises:
        NotAllowed: nobody does any more, or ``by`` does not moderate the whole site.
        TooLong: of the reason.
    """
    reason = clean_reason(reason)
    with transaction.atomic():
        applicant = _taken(by, number)
        applicant.refused, applicant.reason = True, reason
        applicant.at = timezone.now()
        applicant.save(update_fields=["refused", "reason", "at"])
        _decided("application refused", by, applicant, why=reason)


def _taken(by: User, number: int) -> Applicant:
    if not User.objects.filter(pk=by.pk, is_staff=True, is_active=True).exists():
        raise NotAllowed
    # Of two who decide at once the second finds nobody.
    locked = Applicant.objects.waiting().select_for_update(no_key=True, of=("self",))
    applicant = locked.filter(pk=number).first()
    if applicant is None:
        raise NotAllowed("Nobody waits by that number any more.")
    return applicant


def _account_of(applicant: Applicant) -> User:
    # The version before may have erased them: nothing holds what points at people.
    guest = User.objects.filter(pk=applicant.guest_id or 0, guest=True).first()
    if guest is not None and guest.is_called(applicant.name):
        guest.reclaim()
        guest.register_hashed(applicant.password)
        return guest
    return User.objects.bring_in(applicant.name, password=applicant.password)


def _decided(event: str, by: User, applicant: Applicant, **more: str) -> None:
    tell(new=False)
    audit(event, name=by.name, whom=applicant.name, **more)

"""Bans: of an account, of a network, of a browser; for a time, and with a reason.

An account's ends its log-ins at once (``User.ban``). Those of networks and browsers are
asked for at every door, by a list that each process reads anew every few seconds, see
``chat.accounts.bans``. One that has ended is as good as none, and swept away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from chat.logging.audit import audit
from chat.models.people import status
from chat.models.people.user import User
from chat.models.tables import some
from chat.net.networks import network, network_of
from chat.wire.errors import Banned

FOR_GOOD = datetime(9999, 12, 31, tzinfo=UTC)


class Ban(models.Model):
    """Of one network, or of one browser; of ``person``'s account if it is of neither.

    ``person``: whom it was made for, and ``whom`` how they were called.
    """

    # The version before this may delete a guest, and knows nothing of bans.
    person = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="bans",
        db_constraint=False,
    )
    whom = models.CharField(max_length=30, blank=True, default="", editable=False)
    network = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="An address, or a network like 192.0.2.0/24 or 2001:db8::/64.",
    )
    browser = models.CharField(
        max_length=32, blank=True, default="", help_text="A browser's number."
    )
    reason = models.CharField(
        max_length=200, help_text="Whoever is refused can read it."
    )
    until = models.DateTimeField(default=FOR_GOOD, db_index=True)
    made = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        db_constraint=False,
    )

    def __str__(self) -> str:
        return self.network or self.browser or f"account of {self.whom}"

    def clean(self) -> None:
        """Have a network written in the one way that it is looked up by."""
        if self.network:
            try:
                self.network = str(network(self.network))
            except ValueError as error:
                raise ValidationError({"network": str(error)}) from None

    def refusal(self) -> Banned:
        """What is said to whom it keeps out."""
        return banned(self.reason, self.until)


def banned(reason: str, until: datetime) -> Banned:
    """What is said to somebody who is kept out until then."""
    why = reason.strip().rstrip(".")
    if until >= FOR_GOOD:
        if not why:
            return Banned("An administrator has shut you out.")
        return Banned("An administrator has shut you out: {why}.", why=why)
    if not why:
        return Banned("An administrator has shut you out until {until}.", until=until)
    return Banned(
        "An administrator has shut you out until {until}: {why}.", until=until, why=why
    )


def ban(
    person: User,
    by: User,
    *,
    reason: str,
    until: datetime = FOR_GOOD,
    but: Collection[str] = (),
    addresses: bool = False,
    also: Collection[str] = (),
) -> list[Ban]:
    """Close somebody's account, and shut out the browsers they came by of late.

    ``addresses``: and the networks; ``also``: and these networks. ``but``: not these
    networks and browsers, which are somebody's own.
    """
    rows = [{}, *_browsers_of(person, set(but))]
    if addresses:
        rows += _networks_of(person, set(but))
    rows += [{"network": each} for each in sorted(also)]
    about: dict[str, Any] = {"reason": reason, "until": until}
    with transaction.atomic():
        made = Ban.objects.bulk_create(
            Ban(person=person, whom=person.name, by=by, **about, **row) for row in rows
        )
        person.ban()
        status.take_away(User.objects.filter(pk=person.pk))
        _note(made, person, by)
    return made


def lift(person: User, by: User) -> None:
    """Let somebody in again, by whatever they came."""
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(is_active=True)
        Ban.objects.filter(person=person).delete()
        audit("ban lifted", name=by.name, whom=person.name)
    person.is_active = True


def delete(bans: models.QuerySet[Ban]) -> None:
    """Let go these alone: who is shut out by another as well stays so."""
    with transaction.atomic():
        numbers = list(bans.values_list("pk", flat=True))
        of_accounts = Ban.objects.filter(network="", browser="")
        others = of_accounts.filter(until__gt=timezone.now()).exclude(pk__in=numbers)
        still = others.filter(person=models.OuterRef("pk"))
        people = of_accounts.filter(pk__in=numbers).values("person")
        free = User.objects.filter(~models.Exists(still), pk__in=people)
        free.update(is_active=True)
        Ban.objects.filter(pk__in=numbers).delete()


def sweep_bans() -> bool:
    """Lift some of what was for a time, and is over; whether there may be more."""
    now = timezone.now()
    old = Ban.objects.filter(until__lte=now).order_by("until")
    numbers = list(old.values_list("pk", flat=True)[: some.AT_ONCE])
    delete(old.filter(pk__in=numbers))
    return len(numbers) == some.AT_ONCE


def _note(made: Sequence[Ban], person: User, by: User) -> None:
    one, networks = made[0], sorted({each.network for each in made} - {""})
    until = one.until
    end = "for good" if until >= FOR_GOOD else until.isoformat(timespec="minutes")
    about = {"networks": " ".join(networks)} if networks else {}
    about |= {"reason": one.reason, "until": end}
    audit("ban", name=by.name, whom=person.name, **about)


def _browsers_of(person: User, but: set[str]) -> list[dict[str, str]]:
    found = set(person.visits.exclude(browser="").values_list("browser", flat=True))
    return [{"browser": each} for each in sorted(found - but)]


def _networks_of(person: User, but: set[str]) -> list[dict[str, str]]:
    found = {network_of(visit.address) for visit in person.visits.all()} - but
    rows = []
    for each in sorted(found):
        with suppress(ValueError):  # a socket that has no address
            rows.append({"network": str(network(each))})
    return rows

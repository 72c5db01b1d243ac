"""The browsers that take pushes for somebody: added, listed, tried, and taken off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from msgspec import UNSET, UnsetType

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.models import User
from chat.models.names.renaming import registered
from chat.net.outgoing import Unfit
from chat.notifications import encrypting, endpoints
from chat.notifications.models import Device, Pause, Push
from chat.wire.errors import Malformed, NotAllowed, TooMany

DEVICES_MOST = 20
AUTH_BYTES = 16
# The last days of the calendar have no such moment in every zone.
LONGEST = timedelta(days=366)
NO_SUCH = "You have no such device."


def of(person: User) -> wire.Devices:
    """Those of a person, in the order in which they came."""
    mine = Device.objects.in_use().filter(person=person).order_by("pk")
    return wire.Devices(
        devices=[
            wire.Device(
                id=each.pk,
                name=each.name,
                endpoint=each.endpoint,
                text=each.text,
                at=wire.timestamp(each.at),
            )
            for each in mine
        ],
        server_key=encrypting.public_key(),
        paused=_paused(person),
    )


def add(person: User, wish: wire.AddDevice, language: str) -> wire.Devices:
    """Push to that one from now on; one that is known is renewed, whoever's it was.

    Raises:
        Malformed: those are no keys, or that is not where a push service may be.
        TooMany
    """
    _require_fit(wish)
    keys = {"key": wish.key, "auth": wish.auth}
    what = {**keys, "name": wish.name, "text": wish.text, "epoch": person.epoch}
    what["language"] = language
    with transaction.atomic():
        # Of two of their connections, the second sees what the first has done.
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        Device.objects.filter(person=person).exclude(epoch=person.epoch).delete()
        Device.objects.update_or_create(
            endpoint=wish.endpoint, defaults={**what, "person": person}
        )
        if Device.objects.filter(person=person).count() > DEVICES_MOST:
            raise TooMany("So many of your devices are notified: take one off first.")
        return _told(person)


def remove(person: User, number: int) -> wire.Devices:
    """Push to that one no more; to one that is not there nobody does."""
    with transaction.atomic():
        Device.objects.filter(person=person, pk=number).delete()
        return _told(person)


def test(person: User, number: int) -> wire.Devices:
    """Have something pushed to one, to see whether it comes.

    Raises:
        NotAllowed: there is none; or the last such push has not gone yet.
    """
    with transaction.atomic():
        mine = Device.objects.in_use().filter(person=person, pk=number)
        device = mine.select_for_update().first()
        if device is None:
            raise NotAllowed(NO_SUCH)
        if device.pushes.filter(decision=None, sent=None).exists():
            raise NotAllowed("That device is being notified just now.")
        Push.objects.create(device=device)
    return of(person)


@receiver(registered)
def stay_with(user: User, epoch: int, **_: Any) -> None:
    """The devices of a guest who makes an account are the account's."""
    Device.objects.filter(person=user, epoch=epoch).update(epoch=user.epoch)


def pause(person: User, until: datetime | None) -> wire.Paused:
    """Have nothing pushed to somebody until then; or again from now on.

    Raises:
        NotAllowed: it would end before it begins, or much too late.
    """
    now = timezone.now()
    if until is not None and not now < until <= now + LONGEST:
        raise NotAllowed("That can be paused for a year, from now on.")
    with transaction.atomic():
        if until is None:
            Pause.objects.filter(person=person).delete()
        else:
            Pause.objects.update_or_create(person=person, defaults={"until": until})
        event = wire.Paused(until=_paused(person))
        announce([person_group(person.pk)], event)
    return event


def _paused(person: User) -> str | UnsetType:
    its = Pause.objects.filter(person=person, until__gt=timezone.now())
    until = its.values_list("until", flat=True).first()
    return wire.timestamp(until) if until else UNSET


def _told(person: User) -> wire.Devices:
    event = of(person)
    announce([person_group(person.pk)], event)
    return event


def _require_fit(wish: wire.AddDevice) -> None:
    try:
        endpoints.target_of(wish.endpoint)
        encrypting.device_key(wish.key)
        is_fit = len(encrypting.unb64(wish.auth)) == AUTH_BYTES
    except (ValueError, Unfit):
        is_fit = False
    if not is_fit:
        raise Malformed("That is no device that can be notified.")

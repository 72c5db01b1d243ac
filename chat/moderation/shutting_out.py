"""Letting somebody into the site no more: the account, the addresses, the networks."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.accounts.bans import Bans
from chat.accounts.visitor import Visitor
from chat.logging.audit import audit
from chat.models import User
from chat.models.members.putting_out import meant
from chat.models.people.ban import FOR_GOOD, Ban, ban, lift
from chat.moderation.powers import require_above, require_power
from chat.net.networks import LOOPBACK, plain_address
from chat.text.clean import clean_reason
from chat.text.names import key_of
from chat.wire.errors import NoSuchUser, NotAllowed

# What a provider gives to many who live near one another, of IPv4 and of IPv6.
AROUND = {4: 24, 6: 48}
# So many people for so long, and no longer.
NETWORK_SECONDS_MOST = 7 * 86_400
LISTED_MOST = 200


def shut_out(user: User, wish: wire.ShutOut, here: Visitor) -> wire.WasShutOut:
    """Shut somebody out, but nothing that whoever does it has come by: ``here``;
    nor this machine itself.

    Raises:
        Banned, LoginRequired, Muted, TooLong
        NoSuchUser: nobody has that name.
        NotAllowed: they may not, or not to them; or a network is meant for too long,
            or is their own.
    """
    reason, until = clean_reason(wish.reason), _until(wish)
    with transaction.atomic():
        require_power("shutout" if wish.reach == "person" else "address", user)
        whom = meant(wish.name, wish.author)
        require_above(user, whom)
        but, wide = {here.browser, here.network, *LOOPBACK}, wish.reach != "person"
        made = ban(
            whom,
            user,
            reason=reason,
            until=until,
            but=but,
            addresses=wide,
            also=_around(whom, here) if wish.reach == "network" else (),
        )
        # They may have been shut out before, and for longer.
        accounts = Ban.objects.filter(person=whom, network="", browser="")
        until = accounts.aggregate(Max("until"))["until__max"]
        transaction.on_commit(Bans.forget)
    networks = sorted({each.network for each in made if each.network})
    return _told(whom, on=True, networks=networks, until=until)


def let_in(user: User, wish: wire.ShutOut) -> wire.WasShutOut:
    """Let somebody in again, by whatever they came.

    Raises:
        Banned, LoginRequired, Muted
        NoSuchUser, NotAllowed
    """
    if wish.ban is not None:
        return _lift(user, wish.ban)
    with transaction.atomic():
        require_power("shutout", user)
        whom = _shut_out_as(wish.name, wish.author) or meant(wish.name, wish.author)
        require_above(user, whom)
        lift(whom, user)
        transaction.on_commit(Bans.forget)
    return _told(whom, on=False)


def shut_out_ones() -> list[wire.ShutOutOne]:
    """Who is, those of late first: of what was made for one person at once, one."""
    rows = Ban.objects.filter(until__gt=timezone.now()).select_related("by", "person")
    told: dict[tuple[int, str], wire.ShutOutOne] = {}
    for row in rows.order_by("-made", "-pk")[: 4 * LISTED_MOST]:
        key = (row.person_id, "") if row.person_id else (0, str(row.pk))
        one = told.setdefault(key, _one(row))
        if row.network and row.network not in one.networks:
            one.networks = sorted([*one.networks, row.network])
    return list(told.values())[:LISTED_MOST]


def _lift(user: User, number: int) -> wire.WasShutOut:
    """What an administrator has shut out by hand, or whose person is gone."""
    with transaction.atomic():
        require_power("lift", user)
        row = Ban.objects.filter(pk=number, person=None).first()
        if row is None:
            raise NoSuchUser("There is no such ban.")
        row.delete()
        audit("ban lifted", name=user.name, whom=row.whom, what=str(row))
        transaction.on_commit(Bans.forget)
    networks = [row.network] if row.network else []
    return wire.WasShutOut(name=row.whom, person=0, on=False, networks=networks)


def _shut_out_as(name: str, author: int | None) -> User | None:
    """Who is, and was called so then: a guest has lost the name meanwhile."""
    rows = Ban.objects.filter(person__isnull=False, until__gt=timezone.now())
    if author is not None:
        rows = rows.filter(person=author)
    key = key_of(name)
    found = rows.select_related("person").order_by("-pk")
    return next((row.person for row in found if key_of(row.whom) == key), None)


def _until(wish: wire.ShutOut) -> datetime:
    is_long = wish.seconds is None or wish.seconds > NETWORK_SECONDS_MOST
    if wish.reach == "network" and is_long:
        raise NotAllowed("A network is shut out for a week at most.")
    if wish.seconds is None:
        return FOR_GOOD
    return timezone.now() + timedelta(seconds=wish.seconds)


def _around(whom: User, here: Visitor) -> set[str]:
    """The networks around the addresses that somebody came from."""
    addresses = whom.visits.values_list("address", flat=True)
    found = {net for each in addresses if (net := network_around(each))}
    if network_around(here.address) in found:
        raise NotAllowed("That would shut out yourself.")
    return found


def network_around(address: str) -> str:
    """The network that an address is of, as a provider has it; "" of none, and of
    this machine.
    """
    bare = plain_address(address)
    try:
        its = ip_address(bare)
    except ValueError:  # a socket that has no address
        return ""
    if its.is_loopback:
        return ""
    return str(ip_network(f"{bare}/{AROUND[its.version]}", strict=False))


def _told(
    whom: User,
    *,
    on: bool,
    networks: list[str] | None = None,
    until: datetime = FOR_GOOD,
) -> wire.WasShutOut:
    return wire.WasShutOut(
        name=whom.name,
        person=whom.pk,
        on=on,
        networks=networks or [],
        until=UNSET if until >= FOR_GOOD else wire.timestamp(until),
    )


def _one(row: Ban) -> wire.ShutOutOne:
    return wire.ShutOutOne(
        name=row.whom,
        person=row.person_id or 0,
        at=wire.timestamp(row.made),
        reason=row.reason,
        until=UNSET if row.until >= FOR_GOOD else wire.timestamp(row.until),
        by=row.by.name if row.by else UNSET,
        ban=UNSET if row.person_id else row.pk,
    )

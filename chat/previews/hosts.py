"""Where the site looks, and where it never does: within its own network, or any other.

What counts is the address that a name leads to as it is connected to, whatever it is
written like: ``127.1``, ``0x7f.1`` and ``2130706433`` are resolved as names are. All
addresses of a name have to be public, so that none of several is hit by chance.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings

# What has an IPv4 address in its last four bytes: NAT64 (RFC 6052), and what was to be
# compatible (RFC 4291 §2.5.5.1). Of 6to4 and mapped ones Python knows.
CARRYING = ip_network("64:ff9b::/96"), ip_network("::/96")
# What not all releases of Python know to be within a network: NAT64 of one's own (RFC
# 8215), sites (RFC 3879), and relays of 6to4 (RFC 7526).
WITHIN = tuple(map(ip_network, ("64:ff9b:1::/48", "fec0::/10", "192.88.99.0/24")))
_LAST_FOUR = 0xFFFFFFFF


class Unfit(Exception):
    """Nothing is looked at there; why not, for the log."""


def require_wanted(host: str) -> None:
    """See that the site's settings let it look there.

    Raises:
        Unfit
    """
    if _is_listed(host, settings.CHAT_PREVIEW_NOT_HOSTS):
        raise Unfit(f"{host} is not to be looked at")
    only = settings.CHAT_PREVIEW_HOSTS
    if only and not _is_listed(host, only):
        raise Unfit(f"{host} is none of those to be looked at")


def addresses_of(host: str, port: int) -> Sequence[Any]:
    """Where that host is: what ``socket.getaddrinfo`` tells, all of it public.

    Raises:
        Unfit: it is nowhere, or within a network.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unfit(f"{host} is nowhere: {error}") from error
    for *_, address in found:
        if not is_public(str(address[0])):
            raise Unfit(f"{host} is {address[0]}, which is within a network")
    return found


def is_public(address: str) -> bool:
    """Whether an address of IPv4 or IPv6 is one of the whole internet."""
    its = ip_address(address.partition("%")[0])
    if isinstance(its, IPv6Address):
        carried = its.ipv4_mapped or its.sixtofour or _carried(its)
        if carried is not None:
            return is_public(str(carried))
    is_within = any(its in each for each in WITHIN if each.version == its.version)
    return its.is_global and not (its.is_multicast or is_within)


def _carried(its: IPv6Address) -> IPv4Address | None:
    if any(its in each for each in CARRYING):
        return IPv4Address(int(its) & _LAST_FOUR)
    return None


def _is_listed(host: str, patterns: Sequence[str]) -> bool:
    """``example.org`` means what is below it, too."""
    return any(
        fnmatchcase(host, each) or fnmatchcase(host, f"*.{each}") for each in patterns
    )

"""Whom an address stands for: itself, or the network that one household is given."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_network

Network = IPv4Network | IPv6Network

# What is no number may be anything that somebody has sent.
NAME_CHARACTERS = 64
# A household, or a machine, has that many bits of an IPv6 address in common.
HOUSEHOLD_BITS = 64
# Nobody means to shut out more than that by one line.
WIDEST = {4: 8, 6: 32}


def plain_address(address: str) -> str:
    """The address without its zone, and as IPv4 where IPv6 only wraps that."""
    bare = address.partition("%")[0]
    if not bare.lower().startswith("::ffff:"):
        return bare
    try:
        mapped = IPv6Address(bare).ipv4_mapped
    except ValueError:
        return bare
    return str(mapped) if mapped else bare


def network_of(address: str) -> str:
    """Whom an address is counted as: IPv4 by itself, IPv6 by its /64.

    One machine has 2**64 addresses of IPv6 to come from (RFC 4291 §2.5.1), and its
    system takes new ones all the time (RFC 8981). What is no address is its own.
    """
    return _network_of(address[:NAME_CHARACTERS])


@lru_cache(4096)
def _network_of(address: str) -> str:
    bare = plain_address(address)
    if ":" not in bare:
        return bare
    try:
        number = int(IPv6Address(bare))
    except ValueError:
        return bare
    return f"{IPv6Address(number >> HOUSEHOLD_BITS << HOUSEHOLD_BITS)}/64"


# Who comes by that is the machine itself: a bridge, or a proxy that nobody has named,
# with all the site behind it.
LOOPBACK = frozenset({"127.0.0.1", network_of("::1")})


def network(text: str) -> Network:
    """What somebody typed: an address, or a network like ``192.0.2.0/24``.

    Raises:
        ValueError: it is neither, or wider than anybody can mean.
    """
    text = text.strip()
    found = ip_network(text if "/" in text else network_of(text), strict=False)
    if found.prefixlen < WIDEST[found.version]:
        most = WIDEST[found.version]
        raise ValueError(f"A network of /{most} is the widest that can be named.")
    return found

"""Whom an address stands for: itself, or the network that one household is given."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

# RFC 6177: a site gets at least a /64, and may take any address of it.
IPV6_PREFIX = 64
# Nobody means to shut out more than that by one line.
WIDEST = {4: 8, 6: 32}


def network_of(address: str) -> str:
    """``"192.0.2.7"`` itself, ``"2001:db8::/64"``; what is no address stays as it is.

    An IPv4 address that came by an IPv6 socket is that IPv4 address (RFC 4291 §2.5.5).
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return str(IPv6Network((found, IPV6_PREFIX), strict=False))
        found = found.ipv4_mapped
    return str(found)


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

"""Who may see the figures: who has the token; without one, this machine alone.

A proxy on this machine comes from loopback as well, for anybody. So without a token
loopback counts only where nothing speaks of a proxy: neither the settings nor the
request, and it names this machine as its host, which a proxy that hands on names does
not, nor a page that has its own name lead here. What cannot be told apart by that is a
proxy that hides all of it: whoever runs one sets a token, and then that alone counts.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port
from django.utils.crypto import constant_time_compare

from chat.net.networks import plain_address

# What proxies add, beside what begins with ``x-forwarded``.
FORWARDED = {
    *(b"forwarded", b"via", b"x-real-ip", b"x-client-ip", b"client-ip"),
    *(b"true-client-ip", b"cf-connecting-ip", b"x-original-host"),
}

Headers = Sequence[tuple[bytes, bytes]]


def may_see(scope: Any) -> bool:
    """Whether whoever has sent that request may."""
    headers = [(name.lower(), value) for name, value in scope["headers"]]
    if token := settings.CHAT_METRICS_TOKEN:
        return _brings(token, headers)
    return _comes_from_here(scope, headers)


def _brings(token: str, headers: Headers) -> bool:
    given = [value for name, value in headers if name == b"authorization"]
    if len(given) != 1:
        return False
    scheme, _, value = given[0].partition(b" ")
    is_bearer = scheme.lower() == b"bearer"
    return constant_time_compare(value.strip(), token.encode()) and is_bearer


def _comes_from_here(scope: Any, headers: Headers) -> bool:
    if settings.TRUSTED_PROXIES or settings.HTTPS:
        return False
    if any(n in FORWARDED or n.startswith(b"x-forwarded") for n, _ in headers):
        return False
    address, *_ = scope.get("client") or [""]
    hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
    names = [split_domain_port(host)[0].strip("[]") for host in hosts]
    return _is_loopback(address) and len(names) == 1 and _names_loopback(names[0])


def _names_loopback(name: str) -> bool:
    return name == "localhost" or _is_loopback(name)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(plain_address(address)).is_loopback
    except ValueError:
        return False

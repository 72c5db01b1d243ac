"""Who is at a door: from where, and by which browser.

A browser is known by a signed cookie: it has a number, given at its first log-in or
visit as a guest, and a mark for each of the last accounts that have logged in by it. A
mark is worth something as long as the account's password and epoch are what they were.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie
from django.utils.crypto import constant_time_compare, salted_hmac

from chat.models import User
from chat.net.networks import network_of

COOKIE = BROWSER = "browser"
# Of the names of cookies that are for TLS alone: see chat.web.encrypted.
WITH_TLS = "__Host-"
COOKIE_SECONDS = 365 * 24 * 3600
ACCOUNTS_MOST = 4
_SALT = "chat.browser"


@dataclass(frozen=True)
class Visitor:
    """``browser`` is its number, "" of what is none; ``marks`` by account.

    ``also``: its number without TLS, for one who comes with it. It opens nothing.
    ``door``: where they have come to, "" of nowhere.
    """

    address: str = ""
    browser: str = ""
    marks: dict[int, str] = field(default_factory=dict)
    also: str = ""
    door: str = field(default="", compare=False)

    @property
    def network(self) -> str:
        return network_of(self.address)

    @property
    def last(self) -> str:
        """The number of who came in last by this browser; "" if it is not known."""
        return str(next(reversed(self.marks), ""))

    def knows(self, user: User) -> bool:
        """Whether that account has logged in by this browser before."""
        return constant_time_compare(self.marks.get(user.pk, ""), _mark(user))


def at_page(request: HttpRequest) -> Visitor:
    """Who has sent it."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    in_clear = getattr(request, "cookies_in_clear", {})
    own, also = request.COOKIES.get(COOKIE, ""), in_clear.get(COOKIE, "")
    return _visitor(address, own, also, BROWSER)


def at_socket(scope: Any, cookies: Mapping[str, str]) -> Visitor:
    """Who has opened the connection of that scope of ASGI, with these cookies."""
    address, *_ = scope.get("client") or [""]
    in_clear, own = cookies.get(COOKIE, ""), cookies.get(WITH_TLS + COOKIE)
    return _visitor(address, own or in_clear, in_clear, scope.get("door", BROWSER))


def cookies_of(scope: Any) -> dict[str, str]:
    """What a connection has brought along, by name."""
    headers = scope.get("headers", ())
    cookies = [value for name, value in headers if name.lower() == b"cookie"]
    return parse_cookie("; ".join(cookie.decode("latin-1") for cookie in cookies))


def named(visitor: Visitor) -> Visitor:
    """The same, by a browser that has a number."""
    number = visitor.browser or secrets.token_hex(8)
    return replace(visitor, browser=number)


def remember(response: HttpResponse, visitor: Visitor, user: User) -> None:
    """Have the browser say from now on that this account was here."""
    # A guest's opens nothing, and is there while they are the last.
    marks = {k: v for k, v in visitor.marks.items() if v and k != user.pk}
    kept = list(marks.items())[-ACCOUNTS_MOST + 1 :]
    kept.append((user.pk, "" if user.guest else _mark(user)))
    response.set_cookie(
        COOKIE,
        signing.dumps([visitor.browser, kept], salt=_SALT),
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _visitor(address: str, cookie: str, in_clear: str, door: str) -> Visitor:
    number, marks = _kept(cookie)
    return Visitor(address, number, marks, _kept(in_clear)[0], door)


def _kept(cookie: str) -> tuple[str, dict[int, str]]:
    try:
        return _read(*signing.loads(cookie, salt=_SALT, max_age=COOKIE_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return "", {}


def _read(number: str, marks: Iterable[tuple[int, str]]) -> tuple[str, dict[int, str]]:
    return number, dict(marks)


def _mark(user: User) -> str:
    value = f"{user.pk}:{user.password}:{user.epoch}"
    return salted_hmac(_SALT, value, algorithm="sha256").hexdigest()[:24]

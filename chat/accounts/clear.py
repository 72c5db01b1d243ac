"""Passwords on connections that anybody in between can read.

``CHAT_CLEAR_PASSWORDS`` says from where one may come without TLS, at every door alike;
anybody else is told so *before* it is asked for, and by which way to come instead. What
is no password may come in clear: a guest has none, and their token opens nothing but a
name that is theirs for a day, and is good nowhere else.
"""

from __future__ import annotations

from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.decorators import sync_and_async_middleware

from chat.accounts.refusals import said
from chat.net.proxied import Addresses
from chat.site import Site
from chat.wire.errors import ClearPassword

_LOOPBACK = ("127.0.0.0/8", "::1")
# RFC 1918, RFC 3927, RFC 4193, RFC 4291 §2.5.6.
_LAN = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
    *("fc00::/7", "fe80::/10"),
)
FROM = {
    "loopback": Addresses(_LOOPBACK),
    "lan": Addresses((*_LOOPBACK, *_LAN)),
    "any": Addresses(("*",)),
}
# Pages that take a password; the page to log in takes guests as well, and so is shown.
PAGES = {
    *("login", "signup", "account-password", "start"),
    *("app-password-make", "reset-link", "account-email"),
    *("admin:chat_user_add", "admin:auth_user_password_change"),
}
EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104


def check(door: str, address: str, *, is_encrypted: bool) -> None:
    """Make sure that a password may come from there.

    Raises:
        ClearPassword: it may not; the sentence names the way that encrypts.
    """
    if not is_encrypted and not _may_come(address):
        raise _by_another_way(door)


def _may_come(address: str) -> bool:
    return address in FROM[settings.CHAT_CLEAR_PASSWORDS]


def _by_another_way(door: str) -> ClearPassword:
    host, port = _tls_door(door)
    if not port:
        return ClearPassword(
            "From where you are a password would travel in clear."
            " Ask whoever runs the site for a way with TLS."
        )
    if host in EVERYWHERE:
        return ClearPassword(
            "From where you are a password would travel in clear."
            " Come in with TLS instead, at port {port}.",
            port=str(port),
        )
    return ClearPassword(
        "From where you are a password would travel in clear."
        " Come in with TLS instead, at {address}.",
        address=f"{host}:{port}",
    )


def _tls_door(door: str) -> tuple[str, int]:
    """Where to come in with TLS; port 0: nobody knows."""
    told = settings.CHAT_JSON_ADDRESS if door == "json" else None
    if told is not None and told["tls"]:
        return str(told["host"]), int(told["port"])
    return Site.here().tls_doors.get(door, ("", 0))


# --- The pages ------------------------------------------------------------------------


def context(request: HttpRequest) -> dict[str, Any]:
    """For templates: ``clear`` where a password may not come from whoever asks.

    It has the ``sentence``, and the ``url`` of the same page with TLS, if there is one.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        check("web", address, is_encrypted=request.is_secure())
    except ClearPassword as error:
        return {"clear": {"sentence": said(error), "url": url_with_tls(request)}}
    return {"clear": None}


@sync_and_async_middleware
def middleware(get_response: Any) -> Any:
    """Answers instead of a page that takes a password, where none may come."""
    if not iscoroutinefunction(get_response):
        return lambda request: _refusal(request) or get_response(request)

    async def answer(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = _refusal(request) or await get_response(request)
        return response

    return answer


def _refusal(request: HttpRequest) -> HttpResponse | None:
    found = context(request)
    if not found["clear"] or not _takes_password(request):
        return None
    return render(request, "accounts/clear.html", found, status=403)


def _takes_password(request: HttpRequest) -> bool:
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return False
    return name in PAGES and not (name == "login" and request.method in ("GET", "HEAD"))


def url_with_tls(request: HttpRequest) -> str:
    """The same page at the door that encrypts; nothing where there is none."""
    host, port = _tls_door("web")
    if not port:
        return ""
    if host in EVERYWHERE:
        host = split_domain_port(request.get_host())[0]
    elif ":" in host:
        host = f"[{host}]"
    return f"https://{host}:{port}{request.get_full_path()}"

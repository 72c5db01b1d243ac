"""Pages with TLS beside pages without, of the same host.

Browsers keep cookies by host, not by port or scheme: one that was set with TLS could
not be set anew without, and one that was set without would be believed with TLS. So
those that a visit with TLS is given are ``Secure`` and have names of their own
(``__Host-``, RFC 6265bis §4.1.3.2), and no others are looked at there. With ``HTTPS=1``
there is one way only: the names are Django's, and who comes without TLS is sent to the
door that has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.decorators import sync_and_async_middleware

from chat.accounts.clear import url_with_tls
from chat.accounts.visitor import WITH_TLS


def session_key(cookies: Mapping[str, str], *, with_tls: bool) -> str:
    """What a WebSocket's page has its log-in by; nothing without one.

    A browser sends the names that are for TLS with TLS only: a proxy that has forgotten
    to tell so, as many do of WebSockets, does no harm.
    """
    name: str = settings.SESSION_COOKIE_NAME
    if settings.HTTPS:  # one from before that setting is another log-in
        return cookies.get(name, "")
    own = cookies.get(WITH_TLS + name, "")
    return own if with_tls else own or cookies.get(name, "")


@sync_and_async_middleware
def middleware(get_response: Any) -> Any:
    """The outermost: what is within knows cookies by Django's names."""
    if not iscoroutinefunction(get_response):

        def answer(request: HttpRequest) -> HttpResponse:
            return _door(request) or _leave(request, get_response(_enter(request)))

        return answer

    async def answer_async(request: HttpRequest) -> HttpResponse:
        door = _door(request)
        return door or _leave(request, await get_response(_enter(request)))

    return answer_async


def _door(request: HttpRequest) -> HttpResponse | None:
    """The way to the door with TLS, where nobody is to come without.

    Django's own would keep the port of the door without.
    """
    if not settings.HTTPS or request.is_secure():
        return None
    url = url_with_tls(request)
    return HttpResponsePermanentRedirect(url) if url else None


def _has_own_cookies(request: HttpRequest) -> bool:
    return request.is_secure() and not settings.HTTPS


def _enter(request: HttpRequest) -> HttpRequest:
    if _has_own_cookies(request):
        request.cookies_in_clear = request.COOKIES  # type: ignore[attr-defined]
        request.COOKIES = {
            name.removeprefix(WITH_TLS): value
            for name, value in request.COOKIES.items()
            if name.startswith(WITH_TLS)
        }
    return request


def _leave(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if _has_own_cookies(request) and response.cookies:
        own: SimpleCookie = SimpleCookie()
        for name, morsel in response.cookies.items():
            morsel.set(WITH_TLS + name, morsel.value, morsel.coded_value)
            morsel["secure"] = True
            dict.__setitem__(own, morsel.key, morsel)
        response.cookies = own
    return response

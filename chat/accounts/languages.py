"""Which language somebody is spoken to in.

Their own setting comes first, then what their browser keeps from a choice before they
came in, then what it asks for (RFC 9110 §12.5.4), then the site's.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_POST

from chat.accounts.visitor import COOKIE_SECONDS, WITH_TLS
from chat.models import User
from chat.words import ENGLISH, LANGUAGES, Words, first_known, words_of

# Whichever the site speaks: what is named behind it is not wanted more than that.
ANY = "*"


class Languages(LocaleMiddleware):
    """Django's own; but the panel, whose labels are English, is so as a whole."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(reverse("admin:index")):
            translation.activate(ENGLISH)
        else:
            super().process_request(request)


def speak_to(user: User) -> None:
    """Have the rest of a page made in somebody's own language."""
    if user.language:
        translation.activate(user.language)


def words_here() -> Words:
    """The words for the page that is made."""
    return words_of(translation.get_language() or ENGLISH)


def words_for(user: User | None, *asked: str) -> Words:
    """The words for somebody whose client asks for these languages, the first first."""
    own = user.language if user is not None else ""
    return words_of(first_known([own, *asked]) or settings.LANGUAGE_CODE)


def asked_for(scope: Any, cookies: Mapping[str, str]) -> list[str]:
    """The languages that a connection's browser asks for, as Django takes them."""
    name = settings.LANGUAGE_COOKIE_NAME
    kept = cookies.get(WITH_TLS + name) or cookies.get(name, "")
    headers = {name.lower(): value for name, value in scope.get("headers", ())}
    accepted = headers.get(b"accept-language", b"").decode("latin-1")
    named = (each for each, _ in parse_accept_lang_header(accepted))
    return [kept, *takewhile(ANY.__ne__, named)]


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Speak the language that was chosen, to whoever is in, and in that browser."""
    language = request.POST.get("language", "")
    response = redirect(_where_they_were(request))
    if language not in LANGUAGES:
        return response
    if request.user.is_authenticated:
        request.user.speak(language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _where_they_were(request: HttpRequest) -> str:
    page = request.headers.get("referer", "")
    own = url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if own and parts.path else "/"

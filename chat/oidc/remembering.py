"""What a browser's session keeps of a log-in between one page of it and the next.

Each is there once, and for some minutes.
"""

from __future__ import annotations

import time
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from chat.accounts import destination
from chat.oidc.speaking import Asked, Known

SECONDS = 600
_ASKED, _KNOWN = "oidc asked", "oidc known"


class Kept(NamedTuple):
    """``page`` and ``was``: where they want to go, and who did: see ``destination``."""

    until: float
    what: list[str]
    page: str
    was: str


def keep_asked(request: HttpRequest, asked: Asked) -> None:
    """That this browser was sent to the provider."""
    _keep(request, _ASKED, asked)


def taken_asked(request: HttpRequest) -> Asked | None:
    """What it was sent there with; None: it was not, or long ago."""
    what = _taken(request, _ASKED)
    return None if what is None else Asked(*what)


def keep_known(request: HttpRequest, known: Known) -> None:
    """Who has come back, and has something to say yet."""
    _keep(request, _KNOWN, known)


def known(request: HttpRequest) -> Known | None:
    """Who has come back by this browser; None: nobody, or long ago."""
    what = _taken(request, _KNOWN)
    if what is None:
        return None
    keep_known(request, Known(*what))
    return Known(*what)


def forget_known(request: HttpRequest) -> None:
    request.session.pop(_KNOWN, None)


def _keep(request: HttpRequest, name: str, what: tuple[str, ...]) -> None:
    where = destination.wanted(request), destination.asker(request)
    request.session[name] = Kept(time.time() + SECONDS, list(what), *where)


def _taken(request: HttpRequest, name: str) -> list[str] | None:
    kept = Kept(*request.session.pop(name, (0.0, [], "", "")))
    if kept.until < time.time():
        return None
    # The provider brings back its own alone: where they wanted to go stands here.
    request.GET = QueryDict(urlencode({"next": kept.page, "was": kept.was}))
    return kept.what

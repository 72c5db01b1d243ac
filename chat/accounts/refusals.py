"""What a page answers to whom it does not let in: 403, 429, or 503 with a time."""

import math

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chat.accounts.languages import words_here
from chat.wire.errors import Banned, Busy, ChatError, RateLimited, RegistrationClosed


def answered(page: HttpResponse, refusal: ChatError | None) -> HttpResponse:
    """The page that says why somebody is refused, for programs too (RFC 9110 §10.2.3).

    429 is RFC 6585 §4.
    """
    if isinstance(refusal, RateLimited):
        page.status_code = 503 if isinstance(refusal, Busy) else 429
        if refusal.retry is not None:
            page.headers["Retry-After"] = str(math.ceil(refusal.retry))
    elif isinstance(refusal, Banned | RegistrationClosed):
        page.status_code = 403
    return page


def shut_out(request: HttpRequest, refusal: Banned) -> HttpResponse:
    """The page for those whose network or browser may not come in."""
    return render(request, "banned.html", {"detail": said(refusal)}, status=403)


def said(refusal: ChatError) -> str:
    """Its sentence in the language of the page that is made."""
    return refusal.said(words_here())

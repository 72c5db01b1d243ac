"""Where a page has the pictures of people."""

from __future__ import annotations

import hashlib
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chat.accounts.guards import welcome_person
from chat.files.avatars import setting
from chat.files.models import Avatar
from chat.files.pictures.thumbnails import MEDIA, SQUARE

KEPT_SECONDS = 31_536_000


@require_safe
@cache_control(private=True, no_cache=True)
def sheet(request: HttpRequest) -> HttpResponse:
    """The rules of ``setting.sheet``; a browser that has them is told so."""
    welcome_person(request)
    rules = setting.sheet()
    answer = HttpResponse(rules, "text/css; charset=utf-8")
    answer["ETag"] = quote_etag(hashlib.sha256(rules.encode()).hexdigest()[:16])
    known = get_conditional_response(request, etag=answer["ETag"], response=answer)
    return cast(HttpResponse, known)


@require_safe
@cache_control(private=True, max_age=KEPT_SECONDS, immutable=True)
def avatar(request: HttpRequest, sha256: str) -> HttpResponse:
    """One picture: its address is of its content, and is kept."""
    welcome_person(request)
    found = Avatar.objects.filter(sha256=sha256, person__is_active=True).first()
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.picture), MEDIA[SQUARE])

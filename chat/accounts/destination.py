"""Where somebody goes who has come in: to where they wanted, unless another did.

A talk's address names whom somebody talks with, and a private room's the room: whoever
logs in next at that browser is not led there.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from chat.accounts import visitor
from chat.models import Conversation, User
from chat.wire.errors import NoSuchConversation


def wanted(request: HttpRequest) -> str:
    """Where whoever came to the log-in page wants to go: a page of this site."""
    page = _given(request, "next")
    own = url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    return page if own and page.startswith("/") else "/"


def for_person(request: HttpRequest, user: User) -> str:
    """The same, for somebody who is in by now."""
    page = wanted(request)
    former = asker(request)
    if former not in ("", str(user.pk)) and _is_private(page, user):
        return "/"
    return page


def asker(request: HttpRequest) -> str:
    """The number of who wanted to go there, or of who was here last, if it is known."""
    return _given(request, "was") or visitor.at_page(request).last


def context(request: HttpRequest) -> dict[str, Any]:
    """What the forms of the account pages hand on."""
    return {"next": wanted(request), "was": asker(request)}


def _given(request: HttpRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name) or ""


def _is_private(page: str, user: User) -> bool:
    """Whether it says something of others that is not for this person to know."""
    try:
        found = resolve(urlsplit(page).path)
    except Resolver404:
        return False
    if found.view_name == "room":
        try:
            Conversation.objects.room(found.kwargs["name"], user)
        except NoSuchConversation:
            return True
    return found.view_name == "direct"

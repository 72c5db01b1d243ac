"""Administrators without a second factor see no panel, where the site wants one of
them (*Site settings*, or ``CHAT_STAFF_SECOND_FACTOR``): they are led to set one up.
"""

from __future__ import annotations

from typing import Any

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import sync_and_async_middleware
from django.utils.translation import gettext as _

from chat.accounts.languages import speak_to
from chat.accounts.sections import back_to
from chat.factors.keeping import has_factor
from chat.site import Site


@sync_and_async_middleware
def middleware(get_response: Any) -> Any:
    """Answers instead of the panel whoever has to set up a factor first."""
    if not iscoroutinefunction(get_response):
        return lambda request: _leading(request) or get_response(request)

    async def answer(request: HttpRequest) -> HttpResponse:
        led = None
        if _is_of_panel(request):
            led = await sync_to_async(_leading)(request)
        response: HttpResponse = led or await get_response(request)
        return response

    return answer


def _is_of_panel(request: HttpRequest) -> bool:
    return request.path_info.startswith(reverse("admin:index"))


def _leading(request: HttpRequest) -> HttpResponse | None:
    user = request.user
    if not (_is_of_panel(request) and user.is_authenticated and user.is_staff):
        return None
    if not Site.here().staff_second_factor or has_factor(user):
        return None
    speak_to(user)
    text = _("Administrators of this site log in in two steps: set that up first.")
    messages.info(request, text)
    return back_to("two-step")

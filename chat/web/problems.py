"""The pages for what went wrong on the server, or is too much for it just now."""

import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin
from django.views import defaults

from chat.accounts.refusals import answered, said
from chat.concurrency import damage
from chat.concurrency.trouble import TROUBLES, meaning
from chat.wire.errors import Damaged, RateLimited, Unavailable

RETRY_SECONDS = 5


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what is known of it; the database, which may be the cause, is not asked."""
    error = sys.exc_info()[1]
    if isinstance(error, DatabaseError) and damage.is_sign(error):
        damage.note()
        error = meaning(error)
    elif isinstance(error, TROUBLES):
        error = meaning(error)
    if not isinstance(error, Unavailable | Damaged):
        return defaults.server_error(request)
    page = render_to_string("503.html", {"sentence": said(error)})
    again = {"Retry-After": str(RETRY_SECONDS)}
    return HttpResponse(page, status=503, headers=again)


class Refusals(MiddlewareMixin):
    """For views that say nothing of it themselves, as those of the panel that hash."""

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """503 or 429, with the time to come back; None: it is no refusal."""
        if not isinstance(error, RateLimited):
            return None
        return answered(render(request, "503.html", {"sentence": said(error)}), error)

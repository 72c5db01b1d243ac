"""The pages for what went wrong on the server, or is too much for it just now."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin
from django.views import defaults

from chat.accounts.refusals import answered
from chat.concurrency import damage
from chat.concurrency.threads import database_trouble
from chat.wire.errors import RateLimited


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what is known of it; the database, which may be the cause, is not asked."""
    error = sys.exc_info()[1]
    if isinstance(error, DatabaseError) and damage.is_sign(error):
        damage.note()
    elif not isinstance(error, InterfaceError | OperationalError):
        return defaults.server_error(request)
    context = {"sentence": database_trouble(error).detail}
    return HttpResponse(render_to_string("503.html", context), status=503)


class Refusals(MiddlewareMixin):
    """For views that say nothing of it themselves, as those of the panel that hash."""

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """503 or 429, with the time to come back; None: it is no refusal."""
        if not isinstance(error, RateLimited):
            return None
        return answered(render(request, "503.html", {"sentence": error.detail}), error)

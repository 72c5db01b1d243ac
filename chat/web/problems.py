"""The page for what went wrong on the server."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from chat.concurrency.threads import database_trouble


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what is known of it; the database, which may be the cause, is not asked."""
    error = sys.exc_info()[1]
    if not isinstance(error, InterfaceError | OperationalError):
        return defaults.server_error(request)
    context = {"sentence": database_trouble(error).detail}
    return HttpResponse(render_to_string("503.html", context), status=503)

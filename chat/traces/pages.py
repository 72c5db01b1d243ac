"""Spans of pages: by their routes, and not by their addresses, which have names."""

from __future__ import annotations

from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware
from opentelemetry.trace import Span

from chat.logging.acting import ACTING
from chat.traces import spans


@sync_and_async_middleware
def middleware(get_response: Any) -> Any:
    """Within what serves files: those are not worth a span."""
    if not iscoroutinefunction(get_response):

        def answer(request: HttpRequest) -> HttpResponse:
            span = _start(request)
            try:
                return _note(span, request, get_response(request))
            finally:
                spans.close(ACTING.get(), span)

        return answer

    async def answer_async(request: HttpRequest) -> HttpResponse:
        span = _start(request)
        try:
            return _note(span, request, await get_response(request))
        finally:
            spans.close(ACTING.get(), span)

    return answer_async


def _start(request: HttpRequest) -> Span:
    return spans.start(str(request.method), door="web")


def _note(span: Span, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    route = request.resolver_match.route if request.resolver_match else ""
    span.update_name(f"{request.method} /{route}".rstrip())
    span.set_attribute("http.request.method", str(request.method))
    span.set_attribute("http.route", f"/{route}")
    span.set_attribute("http.response.status_code", response.status_code)
    # Not asked for where the page has not: that would be a query.
    person = getattr(request, "_cached_user", None)
    if person is not None and person.pk is not None:
        span.set_attribute("chat.person", person.pk)
    if response.status_code >= 500:
        spans.failed(span, str(response.status_code))
    return response

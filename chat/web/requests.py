"""Requests to a site that answers to the names of where it listens."""

from django.core.handlers.asgi import ASGIHandler, ASGIRequest

from chat.site import Site


class Request(ASGIRequest):
    def get_host(self) -> str:
        host = self.headers.get("host", "")
        return host if Site.here().answers_to(host) else super().get_host()


class Handler(ASGIHandler):
    """Django's pages, for ``Request``."""

    request_class = Request

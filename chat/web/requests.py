"""Requests to a site that answers to the names of where it listens."""

from django.core.exceptions import BadRequest
from django.core.handlers.asgi import ASGIHandler, ASGIRequest

from chat.site import Site


class Request(ASGIRequest):
    def get_host(self) -> str:
        host = self.headers.get("host", "")
        return host if Site.here().answers_to(host) else super().get_host()

    def _load_post_and_files(self) -> None:
        try:
            super()._load_post_and_files()
        except BadRequest:
            # Once: the page that says so looks into the form too, for its token.
            self._mark_post_parse_error()  # type: ignore[attr-defined]
            raise


class Handler(ASGIHandler):
    """Django's pages, for ``Request``."""

    request_class = Request

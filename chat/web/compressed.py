"""Pages, compressed.

What is compressed together with what somebody else has chosen can be guessed by how
long it gets (BREACH). What is secret in a page is its CSRF token, which Django masks
anew in each answer, and the log-in is in no page; and Django's gzip makes each answer
longer by some random bytes. Files are compressed where they are laid down.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class Compressed(GZipMiddleware):
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_page = response.get("Content-Type", "").startswith("text/html")
        if not is_page or response.streaming:
            return response
        return super().process_response(request, response)

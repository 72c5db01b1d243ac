"""Which page a WebSocket was opened by."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from chat.site import Site


def is_own_origin(scope: Any) -> bool:
    """Whether a WebSocket was opened by a page of this site.

    Browsers name the page's origin (RFC 6455 §10.2), and send the cookie whichever page
    it is: without this check every page could speak as whoever visits it.
    """
    headers = {
        name.lower(): value.decode("latin-1") for name, value in scope["headers"]
    }
    origin, host = headers.get(b"origin", ""), headers.get(b"host", "")
    if not Site.here().answers_to(host):
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    # Over TLS a page without it is another: anybody in between has written it.
    schemes = ("https",) if scope.get("scheme") == "wss" else ("http", "https")
    own = parts.scheme in schemes and parts.netloc.lower() == host.lower()
    return own or origin in settings.CSRF_TRUSTED_ORIGINS

"""The desktop client: what it is, and the file itself with this site's address."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chat import VERSION
from chat.site import Site
from chat.web import bundle

UNSPECIFIED = ("", "0.0.0.0", "::")  # noqa: S104


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    address = _address(request)
    packed = bundle.build(**address)
    context = {
        "file": bundle.FILE,
        "version": VERSION,
        "sha256": hashlib.sha256(packed).hexdigest(),
        "kilobytes": len(packed) // 1024,
        "guests": Site.here().takes_guests,
        **address,
    }
    return render(request, "desktop.html", context)


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    packed = bundle.build(**_address(request))
    headers = {"Content-Disposition": f'attachment; filename="{bundle.FILE}"'}
    return HttpResponse(packed, "application/octet-stream", headers=headers)


def _address(request: HttpRequest) -> dict[str, Any]:
    """Where the JSON door is, as whoever asks reaches it; nothing if nobody knows."""
    if settings.CHAT_JSON_ADDRESS is not None:
        return settings.CHAT_JSON_ADDRESS
    with_tls = Site.here().tls_doors.get("json")
    door = with_tls or Site.here().json_door
    if door is None:
        return {}
    host, port = door
    if host in UNSPECIFIED:
        # It listens on every address, so on the one that the page was found at.
        host = split_domain_port(request.get_host())[0].strip("[]")
    return {"host": host, "port": port, "tls": with_tls is not None}

"""The page of an invite link: where it leads, and how one comes by it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chat.accounts import registration
from chat.accounts.bans import Bans
from chat.accounts.destination import asker
from chat.accounts.guards import PersonsRequest, people_only, welcome_person
from chat.accounts.languages import speak_to, words_here
from chat.accounts.refusals import answered, said, shut_out
from chat.accounts.visitor import at_page
from chat.invitations import coming
from chat.invitations.guessing import guessing
from chat.invitations.models import InviteLink
from chat.invitations.rights import seen_by
from chat.models import User
from chat.site import Site
from chat.web.brand import HARMLESS, TYPES
from chat.wire.errors import ChatError

# Of a square of the code; what shows it makes it as large as it likes.
SCALE = 8


@require_safe
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    if user is not None:
        speak_to(user)
    visitor = at_page(request)
    if refusal := Bans.now().refusal(visitor):
        return shut_out(request, refusal)
    try:
        with guessing(visitor.network):
            link = coming.link_of(token, user)
    except ChatError as error:
        page = render(
            request, "invitations/over.html", {"detail": said(error)}, status=404
        )
        return answered(page, error)
    if user is not None and (there := _where_they_are(link, user)):
        return there
    return render(request, "invitations/join.html", _context(request, link))


@people_only
@require_POST
def enter(request: PersonsRequest, token: str) -> HttpResponse:
    try:
        with guessing(at_page(request).network):
            room = coming.enter(token, request.user)
    except ChatError as error:
        messages.error(request, said(error))
        return redirect("join", token)
    return redirect("room", room.name)


@require_safe
def qr(request: HttpRequest, token: str) -> HttpResponse:
    """The address as a QR code (ISO/IEC 18004), for whoever sees the link in a list."""
    link = seen_by(welcome_person(request)).filter(token=token).first()
    if link is None:
        raise Http404
    drawn = BytesIO()
    code = segno.make_qr(request.build_absolute_uri(link.url))
    # Dark on light, whatever the theme: not all that read it know it otherwise.
    code.save(drawn, kind="svg", scale=SCALE, dark="#000", light="#fff")
    headers = {"Content-Security-Policy": HARMLESS}
    return HttpResponse(drawn.getvalue(), TYPES[".svg"], headers=headers)


def _where_they_are(link: InviteLink, user: User) -> HttpResponse | None:
    """The way to where a link leads, for somebody who is there already."""
    if link.conversation is None:
        return redirect("home")
    if link.conversation.has_member(user):
        return redirect("room", link.conversation.name)
    return None


def _context(request: HttpRequest, link: InviteLink) -> dict[str, Any]:
    room = link.conversation
    refusal = registration.refusal(coming.ByLink(link))
    count = room.memberships.count() if room else 0
    return {
        "link": link,
        "room": room,
        "members": words_here()("{count} member", "{count} members", count=count),
        "no_account": refusal and said(refusal),
        "takes_guests": Site.here().takes_guests or link.guests,
        "next": request.path,
        "was": asker(request),
    }

"""Invite links in the panel, for all who moderate the site: who came by which."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from chat.invitations.linking import revoke
from chat.invitations.models import InviteLink
from chat.models.people.ban import FOR_GOOD
from chat.web.admin.filters import OfPersonFilter
from chat.web.admin.panel import ReadOnly, Rows, administrator
from chat.web.admin.people import LEADS
from chat.wire.errors import ChatError

LEADS.append(("Invite links", "admin:invitations_invitelink_changelist", "by"))
CAME_SHOWN = 200
_FACTS: list[Any] = ["to", "by", "at", "ends", "of_all", "guests", "came"]


class MakerFilter(OfPersonFilter):
    """Who has made it."""

    title = parameter_name = "by"

    def chosen(self, number: int) -> Q:
        return Q(by=number)


@admin.register(InviteLink)
class InviteLinkAdmin(ReadOnly):
    """The token is its maker's to hand on, and stands nowhere here."""

    fields = readonly_fields = _FACTS
    list_display = ["to", "by", "at", "ends", "of_all", "guests"]
    list_filter = [MakerFilter, "at"]
    search_fields = ["by__name", "conversation__name"]
    ordering = ["-pk"]
    actions = ["revoke"]

    def get_queryset(self, request: HttpRequest) -> Rows:
        return InviteLink.objects.there()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    # --- What is shown ----------------------------------------------------------------

    @admin.display(ordering="conversation__name")
    def to(self, link: InviteLink) -> str:
        return link.where

    @admin.display(description="until", ordering="until")
    def ends(self, link: InviteLink) -> datetime | str:
        return link.until if link.until < FOR_GOOD else "it is revoked"

    @admin.display(description="used", ordering="used")
    def of_all(self, link: InviteLink) -> str:
        return f"{link.used} of {link.most}" if link.most else str(link.used)

    @admin.display(description="who came by it", empty_value="–")
    def came(self, link: InviteLink) -> SafeString:
        uses = link.uses.select_related("user").order_by("-pk")[:CAME_SHOWN]
        rows = ((use.user.name, f"{use.at:%Y-%m-%d %H:%M}") for use in uses)
        return format_html_join("", "<p><b>{}</b> {}</p>", rows)

    # --- What is done -----------------------------------------------------------------

    @admin.action(permissions=["view"], description="Revoke")
    def revoke(self, request: HttpRequest, chosen: Rows) -> None:
        for each in chosen:
            try:
                revoke(administrator(request), each.pk)
            except ChatError as error:
                self.message_user(request, f"{each}: {error.detail}", messages.WARNING)
            else:
                self.message_user(request, f"Revoked: {each}.")

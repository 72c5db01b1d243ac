"""Who is kept out of a room, and who is invited into one; both are the rooms' own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from chat.models.members.offer import Offer
from chat.models.members.put_out import PutOut
from chat.models.people.ban import FOR_GOOD
from chat.web.admin.filters import RoomFilter
from chat.web.admin.panel import ReadOnly, Rows, room


@admin.register(PutOut)
class RoomBanAdmin(ReadOnly):
    list_display = [room, "whom", "banned", "reason", "at", "ends", "by"]
    list_display_links = None
    list_filter = ["banned", RoomFilter]
    list_select_related = ["conversation", "by"]
    search_fields = ["whom"]
    ordering = ["-at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> Rows:
        return super().get_queryset(request).filter(until__gt=timezone.now())

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("chat.view_ban")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description="until", ordering="until")
    def ends(self, row: PutOut) -> datetime | str:
        return row.until if row.until < FOR_GOOD else "for good"


@admin.register(Offer)
class InvitationAdmin(ReadOnly):
    list_display = ["invited", room, "by", "at"]
    list_display_links = None
    list_filter = [RoomFilter]
    search_fields = ["invited__name", "by__name"]
    ordering = ["-at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> Rows:
        return Offer.objects.open().select_related("conversation", "by", "invited")

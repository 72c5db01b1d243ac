"""Words that are held back, in the panel: of the whole site, and of rooms."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from chat.held import screening
from chat.held.models import Ruling
from chat.web.admin.panel import Panel, Rows, administrator


@admin.register(Ruling)
class RulingAdmin(Panel):
    """For every administrator. Another pattern takes the place of one: none is changed,
    so that each process sees by their numbers that there is something new.
    """

    list_display = ["pattern", "where", "act", "reason", "by", "at"]
    list_display_links = None
    list_filter = ["act"]
    list_select_related = ["room", "by"]
    search_fields = ["pattern", "room__name"]
    autocomplete_fields = ["room"]
    ordering = ["room__name", "pk"]

    @admin.display(description="where", ordering="room__name")
    def where(self, ruling: Ruling) -> str:
        return str(ruling.room) if ruling.room is not None else "everywhere"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return administrator(request).is_staff

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administrator(request).is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return administrator(request).is_staff

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administrator(request).is_staff

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Ruling, form: Any, change: bool
    ) -> None:
        obj.by = administrator(request)
        super().save_model(request, obj, form, change)
        transaction.on_commit(screening.renew)

    def delete_model(self, request: HttpRequest, obj: Ruling) -> None:
        super().delete_model(request, obj)
        transaction.on_commit(screening.renew)

    def delete_queryset(self, request: HttpRequest, queryset: Rows) -> None:
        super().delete_queryset(request, queryset)
        transaction.on_commit(screening.renew)

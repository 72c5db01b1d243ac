"""What the panel's lists can be narrowed by."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from chat.models import Conversation
from chat.web.admin.panel import Rows, online


class _YesNoFilter(admin.SimpleListFilter):
    def lookups(self, request: HttpRequest, panel: Any) -> list[tuple[str, str]]:
        return [("1", "Yes"), ("0", "No")]

    def queryset(self, request: HttpRequest, rows: Rows) -> Rows:
        if self.value() not in ("0", "1"):
            return rows
        chosen = self.chosen(request)
        return rows.filter(chosen if self.value() == "1" else ~chosen)

    def chosen(self, request: HttpRequest) -> models.Q:
        raise NotImplementedError


class OnlineFilter(_YesNoFilter):
    title = parameter_name = "online"

    def chosen(self, request: HttpRequest) -> models.Q:
        return models.Q(pk__in=online(request).names)


class BannedFilter(_YesNoFilter):
    title = parameter_name = "banned"

    def chosen(self, request: HttpRequest) -> models.Q:
        return models.Q(is_active=False)


class RoomFilter(admin.SimpleListFilter):
    """By room; Django's own filter would name direct conversations too."""

    title = parameter_name = "room"

    def lookups(self, request: HttpRequest, panel: Any) -> list[tuple[str, str]]:
        rooms = Conversation.objects.filter(kind=Conversation.ROOM)
        return [(str(room.pk), str(room)) for room in rooms]

    def queryset(self, request: HttpRequest, rows: Rows) -> Rows:
        if not (self.value() or "").isdecimal():
            return rows
        return rows.filter(conversation=self.value())

"""What the panel's lists can be narrowed by."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from chat.models import Conversation, User
from chat.web.admin.panel import Rows, online


class YesNoFilter(admin.SimpleListFilter):
    """What rows are, or are not: ``chosen`` says which are."""

    def lookups(self, request: HttpRequest, panel: Any) -> list[tuple[str, str]]:
        return [("1", "Yes"), ("0", "No")]

    def queryset(self, request: HttpRequest, rows: Rows) -> Rows:
        if self.value() not in ("0", "1"):
            return rows
        chosen = self.chosen(request)
        return rows.filter(chosen if self.value() == "1" else ~chosen)

    def chosen(self, request: HttpRequest) -> models.Q:
        raise NotImplementedError


class OnlineFilter(YesNoFilter):
    title = parameter_name = "online"

    def chosen(self, request: HttpRequest) -> models.Q:
        return models.Q(pk__in=online(request).names)


class BannedFilter(YesNoFilter):
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


class OfPersonFilter(admin.SimpleListFilter):
    """By the number of a person, whose page leads here with it; it offers no others."""

    def lookups(self, request: HttpRequest, panel: Any) -> list[tuple[str, str]]:
        number = _number(request.GET.get(self.parameter_name or "") or "")
        named = (
            User.objects.none() if number is None else User.objects.filter(pk=number)
        )
        return [(str(person.pk), person.name) for person in named]

    def queryset(self, request: HttpRequest, rows: Rows) -> Rows:
        number = _number(self.value() or "")
        return rows if number is None else rows.filter(self.chosen(number))

    def chosen(self, number: int) -> models.Q:
        raise NotImplementedError


class AuthorFilter(OfPersonFilter):
    title = parameter_name = "author"

    def chosen(self, number: int) -> models.Q:
        return models.Q(author=number)


def _number(text: str) -> int | None:
    """A number that the database has room for."""
    is_number = bool(text) and text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if is_number else None

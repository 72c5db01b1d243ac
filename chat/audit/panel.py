"""The audit log in the panel: to be read, and found in; nothing to change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from chat.audit.models import Record
from chat.text.names import key_of
from chat.web.admin.filters import OfPersonFilter
from chat.web.admin.messages import Latest
from chat.web.admin.panel import ReadOnly, Rows
from chat.web.admin.people import LEADS

# So many are offered to choose from: more than there are.
EVENTS_MOST = 100

LEADS.append(("Audit log", "admin:audited_record_changelist", "person"))


class EventFilter(admin.SimpleListFilter):
    """By what has happened, as far as it ever has."""

    title = parameter_name = "event"

    def lookups(self, request: HttpRequest, panel: Any) -> list[tuple[str, str]]:
        return [(event, event) for event in _events()]

    def queryset(self, request: HttpRequest, rows: Rows) -> Rows:
        return rows.filter(event=self.value()) if self.value() else rows


class PersonFilter(OfPersonFilter):
    """Who did it, or whom it was done to."""

    title = parameter_name = "person"

    def chosen(self, number: int) -> Q:
        return Q(who_number=number) | Q(whom_number=number)


@admin.register(Record)
class RecordAdmin(ReadOnly):
    list_display = ["at", "event", "whose", "whom", "room", "words", "place", "times"]
    list_display_links = None
    list_filter = [("at", admin.DateFieldListFilter), EventFilter, PersonFilter]
    search_fields = ["who_key"]
    search_help_text = (
        "A whole name, #room, address or event; or a day, such as 2026-11-27."
    )
    ordering = ["-at", "-pk"]
    paginator = Latest
    sortable_by = ()  # all of them would be read for that
    show_full_result_count = False

    @admin.display(description="who", empty_value="")
    def whose(self, row: Record) -> str:
        return row.who

    @admin.display(description="from", empty_value="")
    def place(self, row: Record) -> str:
        return ", ".join(filter(None, (row.address, row.door)))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": "Audit log"})

    def get_search_results(
        self, request: HttpRequest, queryset: Rows, search_term: str
    ) -> tuple[Rows, bool]:
        """What is just that: each has an index, and nothing else is read."""
        typed = search_term.strip()
        if not typed:
            return queryset, False
        if (day := _day(typed)) is not None:
            return queryset.filter(at__gte=day, at__lt=day + timedelta(days=1)), False
        key = key_of(typed)
        named = Q(who_key=key) | Q(whom_key=key) if key else Q()
        return queryset.filter(
            named | Q(address=typed) | Q(event=typed) | Q(room=typed)
        ), False


def _events() -> list[str]:
    """Each event once: from one to the next by the index, whatever many rows it has."""
    found: list[str] = []
    events = Record.objects.order_by("event").values_list("event", flat=True)
    while len(found) < EVENTS_MOST:
        after = events.filter(event__gt=found[-1]) if found else events
        if (event := after.first()) is None:
            break
        found.append(event)
    return found


def _day(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None

"""The queue of reports in the panel, for all who moderate the site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from chat import wire
from chat.reports.handling import handle
from chat.reports.models import ACTED, DISMISSED, Report
from chat.reports.seeing import waiting_for
from chat.reports.telling import said_in
from chat.web.admin.filters import OfPersonFilter
from chat.web.admin.front import SOURCES, Chart, counted
from chat.web.admin.messages import SAID_CHARACTERS, Latest
from chat.web.admin.panel import Panel, Rows, administrator
from chat.web.admin.people import LEADS
from chat.wire.errors import ChatError

SOURCES.append(
    lambda today: [Chart("Reports", counted(Report.objects.all(), "at", today), today)]
)
LEADS.append(("Reports", "admin:reports_report_changelist", "person"))
WAITS = "waits"
_ABOUT: list[Any] = ["whom", "place", "reason", "by", "at", "words"]
_HOW: list[Any] = ["outcome", "word", "ended", "handler"]


class HandleForm(forms.Form):
    word = forms.CharField(
        max_length=wire.REASON_CHARACTERS,
        required=False,
        help_text="What was done, or why nothing: whoever has reported it reads that.",
    )


class PersonFilter(OfPersonFilter):
    """Who is reported."""

    title = parameter_name = "person"

    def chosen(self, number: int) -> Q:
        return Q(person=number)


class StateFilter(admin.SimpleListFilter):
    """By what became of it, if anything has."""

    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, panel: Any) -> list[tuple[str, str]]:
        return [(each, each) for each in (WAITS, ACTED, DISMISSED)]

    def queryset(self, request: HttpRequest, rows: Rows) -> Rows:
        state = self.value()
        outcome = "" if state == WAITS else state
        return rows if state is None else rows.filter(outcome=outcome)


@admin.register(Report)
class ReportAdmin(Panel):
    """What waits comes first; nobody sees what they are reported for."""

    fieldsets = [(None, {"fields": _ABOUT}), ("What became of it", {"fields": _HOW})]
    readonly_fields = [*_ABOUT, *_HOW]
    list_display = ["about", "reason", "message", "by", "at", "state"]
    list_filter = [StateFilter, "at", PersonFilter]
    list_select_related = ["by", "handler"]
    search_fields = ["whom", "reason"]
    ordering = ["outcome", "-pk"]
    paginator = Latest
    show_full_result_count = False
    actions = ["act", "dismiss"]

    def get_queryset(self, request: HttpRequest) -> Rows:
        return super().get_queryset(request) & waiting_for(administrator(request))

    # --- What is shown ----------------------------------------------------------------

    @admin.display(description="whom", ordering="whom")
    def about(self, report: Report) -> str:
        return report.about

    @admin.display(empty_value="")
    def message(self, report: Report) -> str:
        words = said_in(report)
        return Truncator(words[-1].body).chars(SAID_CHARACTERS) if words else ""

    @admin.display(description="what was said", empty_value="–")
    def words(self, report: Report) -> SafeString:
        return format_html_join(
            "",
            "<p><b>{}</b> {}</p>{}",
            (
                (each.sender, each.at[:16].replace("T", " "), _lines(each.body))
                for each in said_in(report)
            ),
        )

    @admin.display(ordering="outcome")
    def state(self, report: Report) -> str:
        if not report.outcome:
            return WAITS
        return f"{report.outcome} by {report.handler or '?'}"

    # --- What is done -----------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(permissions=["view"], description="Something was done …")
    def act(self, request: HttpRequest, chosen: Rows) -> HttpResponse | None:
        return self._handle(request, chosen, ACTED)

    @admin.action(permissions=["view"], description="Dismiss …")
    def dismiss(self, request: HttpRequest, chosen: Rows) -> HttpResponse | None:
        return self._handle(request, chosen, DISMISSED)

    def _handle(
        self, request: HttpRequest, chosen: Rows, outcome: wire.Outcome
    ) -> HttpResponse | None:
        form = HandleForm(request.POST if "word" in request.POST else None)
        if not form.is_valid():
            site = self.admin_site.each_context(request)
            title = "Something was done" if outcome == ACTED else "Dismiss"
            reports = [(each, self.words(each)) for each in chosen]
            words = {"title": title, "reports": reports, "form": form}
            words["action"] = request.POST["action"]
            return render(request, "admin/handle_reports.html", {**site, **words})
        for each in chosen:
            self._handle_one(request, each, outcome, form.cleaned_data["word"])
        return None

    def _handle_one(
        self, request: HttpRequest, report: Report, outcome: wire.Outcome, word: str
    ) -> None:
        try:
            handle(administrator(request), report.pk, outcome, word)
        except ChatError as error:
            self.message_user(request, f"{report}: {error.detail}", messages.WARNING)
        else:
            self.message_user(request, f"Handled ({outcome}): {report}.")


def _lines(text: str) -> SafeString:
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308

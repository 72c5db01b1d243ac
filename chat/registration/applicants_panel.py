"""Who waits to be let in, in the panel, for all who moderate the site."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chat import wire
from chat.registration.deciding import accept, refuse
from chat.registration.models import Applicant
from chat.web.admin.front import WAITING
from chat.web.admin.panel import ReadOnly, Rows, administrator
from chat.wire.errors import ChatError

LIST = "admin:registration_applicant_changelist"
WAITING.append(
    ("wait to be accepted", lambda: Applicant.objects.waiting().count(), LIST)
)


class RefuseForm(forms.Form):
    reason = forms.CharField(
        max_length=wire.REASON_CHARACTERS,
        required=False,
        help_text="Whoever has signed up reads that as they log in.",
    )


@admin.register(Applicant)
class ApplicantAdmin(ReadOnly):
    """Who waits longest comes first."""

    fields: ClassVar[Any] = ["name", "guest", "address", "at"]
    readonly_fields: ClassVar[Any] = fields
    list_display = fields
    list_display_links = None
    list_select_related = ["guest"]
    search_fields = ["name", "address"]
    ordering = ["at", "pk"]
    actions = ["accept", "refuse"]

    def get_queryset(self, request: HttpRequest) -> Rows:
        return super().get_queryset(request).filter(refused=False)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    @admin.action(permissions=["view"], description="Accept")
    def accept(self, request: HttpRequest, chosen: Rows) -> None:
        for each in chosen:
            self._decide(request, each, None)

    @admin.action(permissions=["view"], description="Refuse …")
    def refuse(self, request: HttpRequest, chosen: Rows) -> HttpResponse | None:
        form = RefuseForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            site = self.admin_site.each_context(request)
            words = {"title": "Refuse", "applicants": chosen, "form": form}
            return render(request, "admin/refuse_applicants.html", {**site, **words})
        for each in chosen:
            self._decide(request, each, form.cleaned_data["reason"])
        return None

    def _decide(
        self, request: HttpRequest, applicant: Applicant, reason: str | None
    ) -> None:
        """``reason``: None accepts them."""
        by, number = administrator(request), applicant.pk
        try:
            accept(by, number) if reason is None else refuse(by, number, reason)
        except ChatError as error:
            self.message_user(request, f"{applicant}: {error.detail}", messages.WARNING)
        else:
            done = "Accepted" if reason is None else "Refused"
            self.message_user(request, f"{done}: {applicant}.")

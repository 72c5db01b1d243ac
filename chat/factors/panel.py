"""In the panel: who logs in in two steps, and helping who has lost what that takes."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from chat.factors.keeping import take_away
from chat.factors.models import Authenticator, Passkey
from chat.web.admin.filters import YesNoFilter
from chat.web.admin.panel import Rows
from chat.web.admin.people import PersonAdmin


class TwoStepFilter(YesNoFilter):
    title, parameter_name = "two-step log-in", "two_step"

    def chosen(self, request: HttpRequest) -> Q:
        owners = Authenticator.objects.values("person")
        return Q(pk__in=owners) | Q(pk__in=Passkey.objects.values("person"))


@admin.action(
    permissions=["change"], description="Take second factors away (lost phone)"
)
def take_factors_away(panel: PersonAdmin, request: HttpRequest, people: Rows) -> None:
    """Of those whose password one may set as well: it is as good as that."""
    chosen = [
        person
        for person in panel.allowed(request, people)
        if panel.has_set_password_permission(request, person) and take_away(person)
    ]
    panel.record(request, chosen, "Second factors taken away")


PersonAdmin.actions.append(take_factors_away)
PersonAdmin.list_filter.append(TwoStepFilter)

"""Who is shut out: from a person's row, or by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from chat.accounts.bans import Bans
from chat.accounts.visitor import Visitor, at_page
from chat.models import User
from chat.models.people.ban import FOR_GOOD, Ban, ban, delete, lift
from chat.net.networks import network
from chat.web.admin.panel import Panel, Rows, administrator

HOURS = {
    "1": "an hour",
    "24": "a day",
    "168": "a week",
    "720": "30 days",
    "": "for good",
}


class _TimedForm(forms.Form):
    lasts = forms.ChoiceField(choices=list(HOURS.items()), required=False)

    @property
    def until(self) -> datetime:
        hours = self.cleaned_data["lasts"]
        return timezone.now() + timedelta(hours=int(hours)) if hours else FOR_GOOD


class PersonBanForm(_TimedForm):
    reason = forms.CharField(
        max_length=200, help_text="Whoever is refused can read it."
    )
    addresses = forms.BooleanField(
        required=False,
        label="Addresses too",
        help_text="Those that they came from of late; others may share them.",
    )


class Banning(Panel):
    """What the list of people can do; their browsers are shut out as well."""

    def has_ban_permission(self, request: HttpRequest) -> bool:
        may_change = self.has_change_permission(request)
        return may_change and request.user.has_perm("chat.add_ban")

    def allowed(self, request: HttpRequest, people: Rows) -> list[User]:
        """Those of them whom whoever asks may change."""
        return [one for one in people if self.has_change_permission(request, one)]

    def shut_out(self, request: HttpRequest, person: User, **how: Any) -> None:
        """Ban somebody, but nothing that is the administrator's own."""
        me = at_page(request)
        own = {me.browser, me.network}
        how = {"reason": "", **how}
        ban(person, administrator(request), but=own, **how)
        Bans.forget()

    @admin.action(permissions=["change"], description="Ban, for good")
    def ban(self, request: HttpRequest, people: Rows) -> None:
        chosen = self.allowed(request, people.exclude(pk=request.user.pk))
        for person in chosen:
            self.shut_out(request, person)
        self.record(request, chosen, "Banned")

    @admin.action(permissions=["ban"], description="Ban, for a time, with addresses …")
    def ban_for(self, request: HttpRequest, people: Rows) -> HttpResponse | None:
        chosen = self.allowed(request, people.exclude(pk=request.user.pk))
        form = PersonBanForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            site = self.admin_site.each_context(request)
            words = {"title": "Ban", "people": chosen, "form": form}
            return render(request, "admin/ban_people.html", {**site, **words})
        reason, addresses = (form.cleaned_data[n] for n in ("reason", "addresses"))
        for person in chosen:
            self.shut_out(
                request, person, reason=reason, until=form.until, addresses=addresses
            )
        self.record(request, chosen, "Banned")
        return None

    @admin.action(permissions=["change"], description="Lift the ban")
    def unban(self, request: HttpRequest, people: Rows) -> None:
        chosen = self.allowed(request, people)
        for person in chosen:
            lift(person, administrator(request))
        Bans.forget()
        self.record(request, chosen, "Ban lifted")


class BanForm(_TimedForm, forms.ModelForm):
    """``visitor``: the administrator, who does not shut out themselves."""

    visitor: ClassVar[Visitor]

    class Meta:
        model = Ban
        fields = ["network", "browser", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named, browser = cleaned.get("network", ""), cleaned.get("browser", "")
        if bool(named) == bool(browser):
            raise forms.ValidationError("Name a network, or a browser.")
        me = self.visitor
        if _has(named, me) or (browser and browser == me.browser):
            raise forms.ValidationError("That would shut out yourself.")
        return cleaned


@admin.register(Ban)
class BanAdmin(Panel):
    form = BanForm
    fields = ["network", "browser", "reason", "lasts"]
    list_display = ["__str__", "whom", "reason", "ends", "made", "by"]
    list_select_related = ["by"]
    search_fields = ["whom", "network", "browser", "reason"]
    ordering = ["-pk"]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.visitor = at_page(request)
        return form

    @admin.display(description="until", ordering="until")
    def ends(self, row: Ban) -> datetime | str:
        return row.until if row.until < FOR_GOOD else "for good"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("chat.delete_ban")

    def save_model(
        self, request: HttpRequest, obj: Ban, form: BanForm, change: bool
    ) -> None:
        obj.by, obj.until = administrator(request), form.until
        super().save_model(request, obj, form, change)
        Bans.forget()

    def delete_model(self, request: HttpRequest, obj: Ban) -> None:
        self.delete_queryset(request, Ban.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: Rows) -> None:
        """Let them in again: an account as well, if it is its last ban."""
        delete(queryset)
        Bans.forget()


def _has(text: str, visitor: Visitor) -> bool:
    try:
        named, mine = network(text), network(visitor.address)
    except ValueError:
        return False  # the model says what is wrong with it
    return named.version == mine.version and named.overlaps(mine)

"""People: who they are, what they may do, and what is done about them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, Protocol, cast

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from chat.models import User
from chat.models.people.ban import lift
from chat.models.people.guest import RESERVED
from chat.text.names import is_reserved, key_of, spelling
from chat.web.admin.bans import Banning
from chat.web.admin.filters import BannedFilter, OnlineFilter
from chat.web.admin.panel import Rows, administrator, online
from chat.web.admin.passwords import PasswordAdmin
from chat.wire.errors import NameInvalid, NameRegistered, NameTaken

# Where else there is something of a person: what it is called, the page that lists it,
# and by which word in its address their number chooses. A capability adds to it.
LEADS = [("Messages", "admin:chat_message_changelist", "author")]
# What else is done when an administrator mutes people, or lets them write again, in
# that transaction: each is given their numbers. A capability adds to it.
MUTED: list[Callable[[Collection[int]], None]] = []
POWERS = ["is_staff", "is_superuser", "groups", "user_permissions"]
STANDINGS: dict[str, Callable[[User], bool]] = {
    "guest": lambda person: person.guest,
    "administrator": lambda person: person.is_staff,
    "muted": lambda person: person.muted,
    "banned": lambda person: not person.is_active,
}


class _NamedForm(ModelForm):
    """``User.clean`` judges the name; here a guest who is gone gives way for it.

    ``may_reserve``: whoever fills it in may give names that speak for the site.
    """

    may_reserve = False
    # What is typed may have more characters than the name that comes of it, and to
    # browsers some letters are two: it is the name that is counted.
    name = forms.CharField(max_length=200, widget=AdminTextInputWidget)

    def clean_name(self) -> str:
        try:
            return spelling(self.cleaned_data["name"])
        except NameInvalid as error:
            raise ValidationError(error.detail) from None

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or self.errors or "name" not in self.changed_data:
            return
        if self.instance.key == key_of(self.initial.get("name", "")):
            return  # another spelling of the same name
        if not self.may_reserve and is_reserved(
            self.instance.name, settings.CHAT_RESERVED_NAMES
        ):
            self.add_error("name", RESERVED)
            return
        try:
            User.objects.vacate(self.instance.name, besides=self.instance.pk)
        except NameRegistered:
            self.add_error("name", NameTaken.detail)
        except NameTaken as error:
            self.add_error("name", error.detail)


class NewPersonForm(_NamedForm, BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["name"]


class PersonForm(_NamedForm, UserChangeForm):
    """What can be changed of somebody; who may change it is the panel's to say."""


def _muted(people: Collection[int]) -> None:
    for tell in MUTED:
        tell(people)


class Seen(Protocol):
    """A person with the doors by which they are online."""

    doors: set[str]
    seen: datetime


def _look_at(person: User, request: HttpRequest) -> None:
    cast(Seen, person).doors = online(request).doors.get(person.pk, set())


def _way(text: str) -> str:
    """``json (robot)``: a door, and what a client there calls itself."""
    door, _, client = text.partition("/")
    return f"{door} ({client})" if client else door


class PeopleList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        for person in self.result_list:
            _look_at(person, request)


@admin.register(User)
class PersonAdmin(Banning, PasswordAdmin):
    form = PersonForm
    add_form = NewPersonForm
    fieldsets = [
        (None, {"fields": ["name", "password", "email"]}),
        ("Moderation", {"fields": ["muted", "is_active", "leads"]}),
        ("Presence", {"fields": ["guest", "online", "seen", "joined", "lately"]}),
        ("Permissions", {"fields": [*POWERS]}),
    ]
    add_fieldsets = [(None, {"fields": ["name", "password1", "password2"]})]
    readonly_fields = ["email", "guest", "online", "seen", "joined", "lately", "leads"]
    list_display = ["called", "online", "last_seen", "joined", "standing"]
    list_filter = [OnlineFilter, "guest", BannedFilter, "muted", "is_staff"]
    search_fields = ["name"]
    ordering = ["key"]
    actions = [
        "log_out_everywhere",
        "offer_password",
        "ban",
        "ban_for",
        "unban",
        "mute",
        "unmute",
    ]

    # --- What is shown ----------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PeopleList

    def get_object(self, request: HttpRequest, *args: Any) -> User | None:
        person = super().get_object(request, *args)
        if person is not None:
            _look_at(person, request)
        return person

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_set_password_permission(request, obj):
            return fieldsets
        if not obj.guest:
            return [(None, {"fields": ["name", "email"]}), *fieldsets[1:]]
        # A guest has no password, and a cookie alone must not open this panel.
        return [(None, {"fields": ["name"]}), *fieldsets[1:3]]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.may_reserve = administrator(request).is_superuser
        return form

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        fixed = list(self.readonly_fields)
        if not administrator(request).is_superuser:
            fixed += POWERS  # or who may change people could make themselves the owner
        if obj == request.user:
            fixed.append("is_active")
        if obj is not None and obj.is_released:
            fixed.append("name")
        return fixed

    @admin.display(description="name", ordering="key")
    def called(self, person: User) -> str:
        return f"{person} (name released)" if person.is_released else person.name

    @admin.display(description="online by", empty_value="")
    def online(self, person: Seen) -> str:
        return ", ".join(map(_way, sorted(person.doors)))

    @admin.display(description="last seen", ordering="seen")
    def last_seen(self, person: Seen) -> datetime | str:
        return "now" if person.doors else person.seen

    @admin.display(description="came from", empty_value="")
    def lately(self, person: User) -> SafeString:
        visits = person.visits.order_by("-at").values_list("address", "browser", "at")
        rows = ((a, b or "none", f"{at:%Y-%m-%d %H:%M}") for a, b, at in visits)
        return format_html_join("", "<p>{}, browser {}, {}</p>", rows)

    @admin.display(description="see")
    def leads(self, person: User) -> SafeString:
        ways = ((reverse(view), word, person.pk, what) for what, view, word in LEADS)
        return format_html_join(" · ", '<a href="{}?{}={}">{}</a>', ways)

    @admin.display(empty_value="")
    def standing(self, person: User) -> str:
        return ", ".join(word for word, holds in STANDINGS.items() if holds(person))

    # --- What is done -----------------------------------------------------------------

    def has_change_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm, change: bool
    ) -> None:
        if not change:
            obj.password_given = timezone.now()
        elif "name" in form.changed_data:
            person = User.objects.get(pk=obj.pk)
            person.rename(obj.name)
            obj.name, obj.key, obj.skeleton = person.name, person.key, person.skeleton
        super().save_model(request, obj, form, change)
        if "muted" in form.changed_data:
            _muted([obj.pk])
        if not change:
            obj.come_in()
        elif "is_active" in form.changed_data and not obj.is_active:
            self.shut_out(request, obj)
        elif "is_active" in form.changed_data:
            lift(obj, administrator(request))

    @admin.action(permissions=["change"], description="Log out everywhere")
    def log_out_everywhere(self, request: HttpRequest, people: Rows) -> None:
        chosen = self.allowed(request, people)
        for person in chosen:
            person.log_out_everywhere()
        self.record(request, chosen, "Logged out everywhere")

    @admin.action(permissions=["change"], description="Mute")
    def mute(self, request: HttpRequest, people: Rows) -> None:
        self._set(request, people, "Muted", muted=True)

    @admin.action(permissions=["change"], description="Let write again")
    def unmute(self, request: HttpRequest, people: Rows) -> None:
        self._set(request, people, "Can write again", muted=False)

    def _set(
        self, request: HttpRequest, people: Rows, done: str, **flags: bool
    ) -> None:
        chosen = self.allowed(request, people)
        with transaction.atomic():
            named = User.objects.filter(pk__in=[person.pk for person in chosen])
            named.update(**flags)
            if "muted" in flags:
                _muted([person.pk for person in chosen])
            self.record(request, chosen, done)

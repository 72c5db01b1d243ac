"""The owner's panel: people, rooms, and what is said in rooms.

Django's own, with four rules:

1. What reaches people's screens goes through the models' verbs.
2. A direct conversation is its two people's: nothing of it is shown here.
3. Who is online is asked once for a page, not once for a row.
4. There is one log-in, the chat's, where failures are counted; and one log-out and one
   change of password, which close live connections too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    BaseUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from chat.accounts import views as accounts
from chat.models import LOBBY, Conversation, Membership, Message, User
from chat.presence.leases import Snapshot, online_now
from chat.text.names import key_of
from chat.wire.errors import ChatError, NameTaken

SAID_CHARACTERS = 100
POWERS = ["is_staff", "is_superuser", "groups", "user_permissions"]
STANDINGS = {
    "guest": lambda person: person.guest,
    "administrator": lambda person: person.is_staff,
    "muted": lambda person: person.muted,
    "banned": lambda person: not person.is_active,
}

Rows = models.QuerySet[Any]


def _log_in(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    if not request.user.is_authenticated:
        index = reverse("admin:index")
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or index)
    if not admin.site.has_permission(request):
        raise PermissionDenied
    return redirect("admin:index")


def _log_out(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    return accounts.logout(request)


def _change_password(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    return redirect("password")


admin.site.site_header = admin.site.site_title = "chatsite"
admin.site.index_title = "Administration"
admin.site.enable_nav_sidebar = False  # the tables need the room
admin.site.login = _log_in
admin.site.logout = _log_out
admin.site.password_change = _change_password


def _online(request: HttpRequest) -> Snapshot:
    if not hasattr(request, "online"):
        request.online = online_now()
    return request.online


class _Panel(admin.ModelAdmin):
    """What all have in common: no row is deleted, and acts are on record."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def record(self, request: HttpRequest, rows: Iterable[Any], done: str) -> None:
        """Say what was done to rows, and keep it in their history."""
        rows = list(rows)
        if rows:
            LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, f"{done}.")
            names = ", ".join(map(str, rows[:5])) + (" …" if rows[5:] else "")
            self.message_user(request, f"{done}: {len(rows)} ({names}).")


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


class _RoomFilter(admin.SimpleListFilter):
    """By room; Django's own filter would name direct conversations too."""

    title = parameter_name = "room"

    def lookups(self, request: HttpRequest, panel: Any) -> list[tuple[str, str]]:
        rooms = Conversation.objects.filter(kind=Conversation.ROOM)
        return [(str(room.pk), str(room)) for room in rooms]

    def queryset(self, request: HttpRequest, rows: Rows) -> Rows:
        if not (self.value() or "").isdecimal():
            return rows
        return rows.filter(conversation=self.value())


# --- People ---------------------------------------------------------------------------


class _NamedForm(ModelForm):
    """``User.clean`` judges the name; here a guest who is gone gives way for it."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if "name" not in self.changed_data or "name" in self.errors:
            return
        if self.instance.key == key_of(self.initial.get("name", "")):
            return  # another spelling of the same name
        try:
            User.objects.vacate(self.instance.key)
        except NameTaken:
            self.add_error("name", NameTaken.detail)


class NewPersonForm(_NamedForm, BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": "Name"}


class PersonForm(_NamedForm, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        labels = {"name": "Name"}


class NewPasswordForm(AdminPasswordChangeForm):
    def save(self, commit: bool = True) -> User:
        usable = self.cleaned_data["set_usable_password"]
        self.user.change_password(self.cleaned_data["password1"] if usable else None)
        return self.user


class OnlineFilter(_YesNoFilter):
    title = parameter_name = "online"

    def chosen(self, request: HttpRequest) -> models.Q:
        return models.Q(pk__in=_online(request).names)


class BannedFilter(_YesNoFilter):
    title = parameter_name = "banned"

    def chosen(self, request: HttpRequest) -> models.Q:
        return models.Q(is_active=False)


class PeopleList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        for person in self.result_list:
            person.doors = _online(request).doors.get(person.pk, set())


@admin.register(User)
class PersonAdmin(_Panel, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    change_password_form = NewPasswordForm
    fieldsets = [
        (None, {"fields": ["name", "password"]}),
        ("Moderation", {"fields": ["muted", "is_active"]}),
        ("Presence", {"fields": ["guest", "online", "seen", "joined"]}),
        ("Permissions", {"fields": POWERS}),
    ]
    add_fieldsets = [(None, {"fields": ["name", "password1", "password2"]})]
    readonly_fields = ["guest", "online", "seen", "joined"]
    list_display = ["called", "online", "last_seen", "joined", "standing"]
    list_filter = [OnlineFilter, "guest", BannedFilter, "muted", "is_staff"]
    search_fields = ["name"]
    ordering = ["key"]
    actions = ["log_out_everywhere", "ban", "unban", "mute", "unmute"]

    # --- What is shown ----------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PeopleList

    def get_object(self, request: HttpRequest, *args: Any) -> User | None:
        person = super().get_object(request, *args)
        if person is not None:
            person.doors = _online(request).doors.get(person.pk, set())
        return person

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.guest:
            return fieldsets
        # A guest has no password, and a cookie alone must not open this panel.
        return [(None, {"fields": ["name"]}), *fieldsets[1:3]]

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        fixed = list(self.readonly_fields)
        if not request.user.is_superuser:
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
    def online(self, person: User) -> str:
        return ", ".join(sorted(person.doors))

    @admin.display(description="last seen", ordering="seen")
    def last_seen(self, person: User) -> Any:
        return "now" if person.doors else person.seen

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
        super().save_model(request, obj, form, change)
        if not change:
            obj.come_in()
        elif "is_active" in form.changed_data and not obj.is_active:
            obj.ban()
        elif "name" in form.changed_data:
            obj.reconnect()

    @admin.action(permissions=["change"], description="Log out everywhere")
    def log_out_everywhere(self, request: HttpRequest, people: Rows) -> None:
        chosen = self._allowed(request, people)
        for person in chosen:
            person.log_out_everywhere()
        self.record(request, chosen, "Logged out everywhere")

    @admin.action(permissions=["change"], description="Ban")
    def ban(self, request: HttpRequest, people: Rows) -> None:
        chosen = self._allowed(request, people.exclude(pk=request.user.pk))
        for person in chosen:
            person.ban()
        self.record(request, chosen, "Banned")

    @admin.action(permissions=["change"], description="Lift the ban")
    def unban(self, request: HttpRequest, people: Rows) -> None:
        self._set(request, people, "Ban lifted", is_active=True)

    @admin.action(permissions=["change"], description="Mute")
    def mute(self, request: HttpRequest, people: Rows) -> None:
        self._set(request, people, "Muted", muted=True)

    @admin.action(permissions=["change"], description="Let write again")
    def unmute(self, request: HttpRequest, people: Rows) -> None:
        self._set(request, people, "Can write again", muted=False)

    def _set(
        self, request: HttpRequest, people: Rows, done: str, **flags: bool
    ) -> None:
        chosen = self._allowed(request, people)
        User.objects.filter(pk__in=[person.pk for person in chosen]).update(**flags)
        self.record(request, chosen, done)

    def _allowed(self, request: HttpRequest, people: Rows) -> list[User]:
        return [one for one in people if self.has_change_permission(request, one)]


# --- Rooms ----------------------------------------------------------------------------


@admin.register(Conversation)
class RoomAdmin(_Panel):
    # A new name, or opening a private room to everybody, would reach no screen, and go
    # against what was promised to those who are in it.
    fields = ["name", "private", "topic", "size", "head", "created"]
    readonly_fields = ["name", "private", "size", "head", "created"]
    list_display = ["__str__", "topic", "private", "size", "head", "said", "created"]
    list_filter = ["private"]
    search_fields = ["name", "topic"]
    ordering = ["name"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> Rows:
        rooms = super().get_queryset(request).filter(kind=Conversation.ROOM)
        return rooms.annotate(size=models.Count("memberships"))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": "Rooms"})

    @admin.display(description="members", ordering="size")
    def size(self, room: Conversation) -> str:
        return _link("admin:chat_membership_changelist", room, f"{room.size}")

    @admin.display(description="messages")
    def said(self, room: Conversation) -> str:
        return _link("admin:chat_message_changelist", room, "Read")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a room has a first member: rooms are made in the chat

    def has_delete_permission(
        self, request: HttpRequest, obj: Conversation | None = None
    ) -> bool:
        is_lobby = obj is not None and obj.name == LOBBY
        return not is_lobby and request.user.has_perm("chat.delete_conversation")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with a room, as one number: Django would list every message."""
        said = Message.objects.filter(conversation__in=objs).count()
        return list(map(str, objs)), {"rooms": len(objs), "messages": said}, set(), []

    # Django has a transaction open in these two. Who changes a log first waits for
    # their turn, which must not be done with a transaction open: so the verbs come
    # when it is over.

    def save_model(
        self, request: HttpRequest, obj: Conversation, form: ModelForm, change: bool
    ) -> None:
        if "topic" in form.changed_data:
            topic = form.cleaned_data["topic"]
            transaction.on_commit(partial(obj.override_topic, request.user, topic))

    def delete_model(self, request: HttpRequest, obj: Conversation) -> None:
        transaction.on_commit(obj.dissolve)


@admin.register(Membership)
class MemberAdmin(_Panel):
    """A list of its own, page by page: everybody is in the lobby."""

    list_display = ["user", "conversation", "joined", "read"]
    list_display_links = None
    list_filter = [_RoomFilter]
    list_select_related = ["user", "conversation"]
    search_fields = ["user__name"]
    ordering = ["conversation__name", "user__key"]
    actions = ["expel"]

    def get_queryset(self, request: HttpRequest) -> Rows:
        rows = super().get_queryset(request)
        return rows.filter(conversation__kind=Conversation.ROOM)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_expel_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("chat.delete_membership")

    @admin.action(permissions=["expel"], description="Take out of the room")
    def expel(self, request: HttpRequest, memberships: Rows) -> None:
        gone = []
        for membership in memberships:
            try:
                membership.conversation.expel(membership.user)
                gone.append(membership)
            except ChatError as error:
                problem = f"{membership}: {error.detail}"
                self.message_user(request, problem, messages.ERROR)
        self.record(request, gone, "Taken out")


def _link(view: str, room: Conversation, text: str) -> str:
    return format_html('<a href="{}?room={}">{}</a>', reverse(view), room.pk, text)


# --- Messages -------------------------------------------------------------------------


@admin.register(Message)
class MessageAdmin(_Panel):
    fields = ["conversation", "author", "at", "body", "edited", "deleted", "reacted"]
    readonly_fields = ["reacted"]
    list_display = ["said", "author", "conversation", "at", "reacted", "state"]
    list_filter = ["deleted", "edited", "at", _RoomFilter]
    list_select_related = ["author", "conversation"]
    search_fields = ["body"]
    ordering = ["-pk"]
    show_full_result_count = False  # it would count every message again
    actions = ["remove"]

    def get_queryset(self, request: HttpRequest) -> Rows:
        rows = super().get_queryset(request).prefetch_related("reactions")
        return rows.filter(conversation__kind=Conversation.ROOM)

    @admin.display(description="message")
    def said(self, message: Message) -> str:
        return Truncator(message.body).chars(SAID_CHARACTERS) or "–"

    @admin.display(empty_value="")
    def state(self, message: Message) -> str:
        return "deleted" if message.deleted else "edited" if message.edited else ""

    @admin.display(description="reactions", empty_value="")
    def reacted(self, message: Message) -> str:
        counts = Counter(reaction.emoji for reaction in message.reactions.all())
        return " ".join(f"{emoji}\xa0{count}" for emoji, count in counts.items())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_remove_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("chat.delete_message")

    @admin.action(permissions=["remove"], description="Delete")
    def remove(self, request: HttpRequest, chosen: Rows) -> None:
        removed, refused = [], 0
        for message in chosen:
            try:
                message.remove(request.user)
                removed.append(message)
            except ChatError:
                refused += 1
        self.record(request, removed, "Deleted")
        if refused:
            problem = f"Deleted already: {refused}."
            self.message_user(request, problem, messages.WARNING)

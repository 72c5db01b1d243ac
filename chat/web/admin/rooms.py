"""Rooms, and who is in them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from chat.models import Conversation, Membership, Message
from chat.web.admin.filters import RoomFilter
from chat.web.admin.panel import (
    Panel,
    ReadOnly,
    Rows,
    administrator,
    afterwards,
    room,
)
from chat.wire.errors import ChatError


@admin.register(Conversation)
class RoomAdmin(Panel):
    # A new name, or opening a private room to everybody, would reach no screen, and go
    # against what was promised to those who are in it.
    fields = ["name", "private", "topic", "size", "entries", "created"]
    readonly_fields = ["name", "private", "size", "entries", "created"]
    list_display = ["__str__", "topic", "private", "size", "entries", "said", "created"]
    list_filter = ["private"]
    search_fields = ["name", "topic"]
    ordering = ["name"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> Rows:
        rooms = super().get_queryset(request).filter(kind=Conversation.ROOM)
        counted: Rows = rooms.annotate(size=models.Count("memberships"))
        return counted

    @admin.display(description="members", ordering="size")
    def size(self, room: Any) -> str:
        return _link("admin:chat_membership_changelist", room, f"{room.size}")

    @admin.display(description="log entries", ordering="head")
    def entries(self, room: Conversation) -> int:
        return room.head

    @admin.display(description="messages")
    def said(self, room: Conversation) -> str:
        return _link("admin:chat_message_changelist", room, "Read")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a room has a first member: rooms are made in the chat

    def has_delete_permission(
        self, request: HttpRequest, obj: Conversation | None = None
    ) -> bool:
        is_lobby = obj is not None and obj.is_lobby
        return not is_lobby and request.user.has_perm("chat.delete_conversation")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with a room, as one number: Django would list every message."""
        said = Message.objects.filter(conversation__in=objs).count()
        return list(map(str, objs)), {"rooms": len(objs), "messages": said}, set(), []

    def save_model(
        self, request: HttpRequest, obj: Conversation, form: ModelForm, change: bool
    ) -> None:
        if "topic" in form.changed_data:
            topic = form.cleaned_data["topic"]
            afterwards(partial(obj.override_topic, administrator(request), topic))

    def delete_model(self, request: HttpRequest, obj: Conversation) -> None:
        afterwards(obj.dissolve)


@admin.register(Membership)
class MemberAdmin(ReadOnly):
    """A list of its own, page by page: everybody is in the lobby."""

    list_display = ["user", room, "role", "joined", "read_to"]
    list_display_links = None
    list_filter = [RoomFilter]
    list_select_related = ["user", "conversation"]
    search_fields = ["user__name"]
    ordering = ["conversation__name", "user__key"]
    actions: Any = ["expel"]

    def get_queryset(self, request: HttpRequest) -> Rows:
        rows = super().get_queryset(request)
        return rows.filter(conversation__kind=Conversation.ROOM)

    @admin.display(description="has read up to", ordering="read")
    def read_to(self, membership: Membership) -> int:
        return membership.read

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

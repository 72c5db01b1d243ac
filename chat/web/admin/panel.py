"""What the panel's pages have in common."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ERROR_FLAG
from django.db import DataError, models, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.functional import lazy

from chat.accounts.guards import PersonsRequest
from chat.accounts.visitor import at_page
from chat.logging.audit import audit
from chat.models import Conversation, Membership, Message, User
from chat.presence.leases import Snapshot, online_now
from chat.site import Site

logger = logging.getLogger(__name__)

Rows = models.QuerySet[Any]

# Whenever it shows: it may be called otherwise by then.
admin.site.site_header = admin.site.site_title = lazy(lambda: Site.here().name, str)()
admin.site.index_title = "Administration"
admin.site.enable_nav_sidebar = False  # the tables need the room


class PanelRequest(PersonsRequest):
    """The request of an administrator, as all of the panel's are."""

    online: Snapshot


class Panel(admin.ModelAdmin):
    """Pages for rows of which none is deleted, and whose acts are on record."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list; what no row can have, in the address or the form, finds none.

        Django says so of most of it, but not of a number that the database has no room
        for, nor of a year or a letter that it does not know.
        """
        try:
            return super().changelist_view(request, extra_context)
        except (OverflowError, DataError, ValueError) as error:
            logger.info("Nothing can be like that in %s: %s", request.path, error)
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def record(self, request: HttpRequest, rows: Iterable[Any], done: str) -> None:
        """Say what was done to rows, and keep it in their history."""
        rows = list(rows)
        if rows:
            by = administrator(request)
            LogEntry.objects.log_actions(by.pk, rows, CHANGE, f"{done}.")
            names = ", ".join(map(str, rows[:5])) + (" …" if rows[5:] else "")
            self.message_user(request, f"{done}: {len(rows)} ({names}).")
            self._audit(request, done, rows)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._audit(request, "Added", [obj])
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._audit(request, "Changed", [obj])
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Rows) -> Any:
        self._audit(request, "Deleted", queryset)
        return super().log_deletions(request, queryset)

    def _audit(self, request: HttpRequest, done: str, rows: Iterable[Any]) -> None:
        me, kind = at_page(request), str(self.model._meta.verbose_name)
        who = {"name": administrator(request).name, "address": me.address}
        for row in rows:
            about = {"kind": kind, **_about(row)}
            audit(f"panel: {done}", **who, door=me.door, **about)


class ReadOnly(Panel):
    """Pages on which nothing is changed."""

    actions: Any = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.display(description="room", ordering="conversation__name")
def room(row: Any) -> str:
    """A column: where something is."""
    return str(row.conversation)


def administrator(request: HttpRequest) -> User:
    """Who has sent it."""
    return cast(PanelRequest, request).user


def online(request: HttpRequest) -> Snapshot:
    """Who is online, as it was when this page first asked."""
    asked = cast(PanelRequest, request)
    if not hasattr(asked, "online"):
        asked.online = online_now()
    return asked.online


def _about(row: Any) -> dict[str, str]:
    """What the audit log says of a row: whose it is, and in which room."""
    if isinstance(row, User):
        return {"whom": row.name}
    if isinstance(row, Conversation):
        return {"room": str(row)}
    if isinstance(row, Membership):
        return {"whom": row.user.name, "room": str(row.conversation)}
    if isinstance(row, Message):
        about = {"whom": row.author.name, "room": str(row.conversation)}
        return {**about, "what": str(row.seq)}
    return {"what": str(row)}


def afterwards(verb: Callable[[], object]) -> None:
    """Do it when the transaction is over that Django has open while it saves.

    Who changes a log first waits for their turn, and must have none open meanwhile.
    """
    transaction.on_commit(verb)

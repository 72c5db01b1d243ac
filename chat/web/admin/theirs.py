"""What lets people in, a row for each: whoever looks after them takes it away."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from chat.web.admin.filters import OfPersonFilter
from chat.web.admin.panel import ReadOnly, Rows, administrator


class PersonFilter(OfPersonFilter):
    """Whose they are."""

    title = parameter_name = "person"

    def chosen(self, number: int) -> Q:
        return Q(person=number)


class Theirs(ReadOnly):
    """Rows with a ``person``: for whoever may see people, and deleted by who may change
    that person.
    """

    list_display_links = None
    list_filter = [PersonFilter]
    ordering = ["person__key", "pk"]
    actions = ()

    def get_queryset(self, request: HttpRequest) -> Rows:
        return super().get_queryset(request).select_related("person")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("chat.view_user")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        me = administrator(request)
        above = obj is not None and obj.person.is_superuser and not me.is_superuser
        return not above and me.has_perm("chat.change_user")

"""App passwords in the panel: whose, where and when used; there they are revoked."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from chat.app_passwords.keeping import revoke
from chat.app_passwords.models import AppPassword
from chat.web.admin.filters import OfPersonFilter
from chat.web.admin.panel import ReadOnly, Rows, administrator
from chat.web.admin.people import LEADS

LEADS.append(("App passwords", "admin:app_passwords_apppassword_changelist", "person"))


class PersonFilter(OfPersonFilter):
    """Whose they are."""

    title = parameter_name = "person"

    def chosen(self, number: int) -> Q:
        return Q(person=number)


@admin.register(AppPassword)
class AppPasswordAdmin(ReadOnly):
    """For whoever may see people; who may change a person deletes theirs, which revokes
    them.
    """

    list_display = ["person", "name", "doors", "made", "used", "address"]
    list_display_links = None
    list_filter = [PersonFilter]
    search_fields = ["person__name", "name", "address"]
    ordering = ["person__key", "pk"]
    actions = ()

    def get_queryset(self, request: HttpRequest) -> Rows:
        return AppPassword.objects.in_use().select_related("person")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("chat.view_user")

    def has_delete_permission(
        self, request: HttpRequest, obj: AppPassword | None = None
    ) -> bool:
        me = administrator(request)
        above = obj is not None and obj.person.is_superuser and not me.is_superuser
        return not above and me.has_perm("chat.change_user")

    def delete_model(self, request: HttpRequest, obj: AppPassword) -> None:
        revoke([obj])

    def delete_queryset(self, request: HttpRequest, queryset: Rows) -> None:
        revoke(queryset)

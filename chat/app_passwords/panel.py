"""App passwords in the panel: whose, where and when used; deleted, one is revoked."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from chat.app_passwords.keeping import revoke
from chat.app_passwords.models import AppPassword
from chat.web.admin.panel import Rows
from chat.web.admin.people import LEADS
from chat.web.admin.theirs import Theirs

LEADS.append(("App passwords", "admin:app_passwords_apppassword_changelist", "person"))


@admin.register(AppPassword)
class AppPasswordAdmin(Theirs):
    list_display = ["person", "name", "doors", "made", "used", "address"]
    search_fields = ["person__name", "name", "address"]

    def delete_model(self, request: HttpRequest, obj: AppPassword) -> None:
        revoke([obj])

    def delete_queryset(self, request: HttpRequest, queryset: Rows) -> None:
        revoke(queryset)

"""Who failed to log in, from where, how often, and when last; nothing to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from chat.models.failed_login import FailedLogin
from chat.web.admin.panel import Panel


@admin.register(FailedLogin)
class FailedLoginAdmin(Panel):
    list_display = ["name", "network", "times", "first", "last"]
    list_display_links = None
    search_fields = ["name", "network"]
    ordering = ["-last"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

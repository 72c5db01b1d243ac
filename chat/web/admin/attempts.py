"""Who failed to log in, from where, how often, and when last; nothing to change."""

from django.contrib import admin

from chat.models.people.failed_login import FailedLogin
from chat.web.admin.panel import ReadOnly


@admin.register(FailedLogin)
class FailedLoginAdmin(ReadOnly):
    list_display = ["name", "network", "times", "first", "last"]
    list_display_links = None
    search_fields = ["name", "network"]
    ordering = ["-last"]

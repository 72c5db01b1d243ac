"""The page of the panel on which staff say what the site is called, and for whom."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from chat.registration.choosing import Choice
from chat.registration.models import SiteSettings
from chat.web.admin.panel import Panel, afterwards


@admin.register(SiteSettings)
class SiteSettingsPanel(Panel):
    """There is one row, which is made as somebody first looks for it."""

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponseRedirect:
        """Its list: the row itself, without one of one."""
        SiteSettings.objects.get_or_create(pk=SiteSettings.ONE)
        page = "admin:registration_sitesettings_change"
        return HttpResponseRedirect(reverse(page, args=[SiteSettings.ONE]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: SiteSettings, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        afterwards(Choice.renew)

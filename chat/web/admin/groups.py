"""Groups of administrators: whoever changes one gives powers, be it to themselves."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from chat.web.admin.panel import Panel, administrator

admin.site.unregister(Group)


@admin.register(Group)
class OwnersGroupAdmin(Panel, GroupAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return administrator(request).is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administrator(request).is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administrator(request).is_superuser

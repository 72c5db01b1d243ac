"""Who may set somebody's password: that is as good as being them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.messages import ERROR, WARNING
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from chat.accounts.links import reset_link
from chat.models import User
from chat.web.admin.panel import Panel, Rows, administrator


class NewPasswordForm(AdminPasswordChangeForm):
    def save(self, commit: bool = True) -> User:
        usable = self.cleaned_data["set_usable_password"]
        password = self.cleaned_data["password1"] if usable else None
        person: User = self.user
        person.change_password(password, given_at=timezone.now())
        return person


class PasswordAdmin(Panel, UserAdmin):
    """A permission of its own opens the page, and only for those who are below."""

    change_password_form = NewPasswordForm

    def has_set_password_permission(self, request: HttpRequest, person: User) -> bool:
        """Owners may set anybody's; others their own, and of those without powers."""
        me = administrator(request)
        if person.guest:
            return False  # a guest has none
        if me.is_superuser:
            return True
        is_below = not (person.is_staff or person.is_superuser)
        return me.has_perm("chat.set_password") and (is_below or person == me)

    @admin.action(description="Make a link to set a new password")
    def offer_password(self, request: HttpRequest, people: Rows) -> None:
        """Show it to whoever has asked: it is theirs to hand over."""
        for person in people:
            if not self.has_set_password_permission(request, person):
                self.message_user(
                    request, f"{person}: you may not set that password.", ERROR
                )
                continue
            link = reset_link(person, request.build_absolute_uri("/")[:-1])
            self.record(request, [person], "Link to set a password made")
            told = (
                f"For {person}, once, within a day, and until their next log-in: {link}"
            )
            self.message_user(request, told, WARNING)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        person: Any = self.get_object(request, unquote(id))
        if person and not self.has_set_password_permission(request, person):
            raise PermissionDenied
        response: HttpResponse = super().user_change_password(request, id, form_url)
        if request.method == "POST" and person == request.user:
            administrator(request).has_seen_notices()  # they know who did it
        return response

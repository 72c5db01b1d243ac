"""The page of the panel on which the site's logo is uploaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from chat.files.logo import showing
from chat.files.models import Logo
from chat.web.admin.panel import Panel

# As chatsite/bounds.py lets come there.
MOST_BYTES = 4 * 2**20


def picture_of(file: UploadedFile[bytes]) -> bytes:
    """What somebody has uploaded, drawn.

    Raises:
        ValidationError: it is no picture, or too large.
    """
    is_small = (file.size or 0) <= MOST_BYTES
    if not is_small or (picture := showing.drawn(file.chunks())) is None:
        raise ValidationError(_("That is no picture that the site can draw."))
    return picture


class LogoForm(forms.ModelForm):  # type: ignore[type-arg]
    file = forms.FileField(
        label="picture",
        help_text="JPEG, PNG, GIF, WebP, AVIF or HEIC, up to 4 MiB; it is cut square.",
    )

    class Meta:
        model = Logo
        fields: tuple[str, ...] = ()

    def clean_file(self) -> bytes:
        """The picture, drawn."""
        return picture_of(self.cleaned_data["file"])

    def save(self, commit: bool = True) -> Logo:
        its: Logo = super().save(commit=False)
        its.picture = self.cleaned_data["file"]
        if commit:
            its.save()
        return its


@admin.register(Logo)
class LogoPanel(Panel):
    """The last one counts; without any, that of the settings."""

    form = LogoForm
    list_display = ("__str__", "at")
    ordering = ("-pk",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

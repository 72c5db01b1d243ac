"""What somebody says of a new app password."""

from django import forms
from django.utils.translation import gettext_lazy as later

from chat.app_passwords.models import NAME_CHARACTERS

# The doors without a page: those of ``consumers.tcp``, and what the desktop client says
# that it is.
DOORS = {
    "plain": later("Plain text, as with nc"),
    "json": later("JSON, for programs"),
    "desktop": later("The desktop client"),
}


class AppPasswordForm(forms.Form):
    name = forms.CharField(
        label=later("What it is for"),
        max_length=NAME_CHARACTERS,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    doors = forms.MultipleChoiceField(
        label=later("Where it lets in"),
        choices=[*DOORS.items()],
        widget=forms.CheckboxSelectMultiple,
    )

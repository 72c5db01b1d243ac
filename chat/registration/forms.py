"""What is asked as a site starts for the first time."""

from django import forms
from django.utils.translation import gettext_lazy as later

from chat.accounts.forms import SignUpForm
from chat.files.logo.panel import picture_of
from chat.registration.models import NAME_CHARACTERS
from chat.site import APPROVAL, CLOSED, INVITATION, OPEN


class StartForm(SignUpForm):
    """The first administrator, the site's name and logo, and who may come in."""

    site = forms.CharField(
        label=later("What the site is called"), max_length=NAME_CHARACTERS
    )
    logo = forms.FileField(
        label=later("Its logo"),
        required=False,
        help_text=later("A picture, up to 4 MB; it is cut square."),
        widget=forms.FileInput({"accept": "image/*"}),
    )
    registration = forms.ChoiceField(
        label=later("Who may make an account"),
        choices=[
            (INVITATION, later("Who has an invite link")),
            (OPEN, later("Everybody")),
            (APPROVAL, later("Whom staff accept")),
            (CLOSED, later("Nobody")),
        ],
    )

    def clean_logo(self) -> bytes | None:
        """The picture, drawn; None without one."""
        file = self.cleaned_data["logo"]
        return picture_of(file) if file else None

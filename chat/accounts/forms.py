"""What people type on the account pages."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from chat.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_NAME = {
    "autocomplete": "username",
    "autocapitalize": "none",
    "spellcheck": "false",
}


_CALLED = later("Name")


def _name_field(
    label: "_StrPromise" = _CALLED, **attributes: object
) -> forms.CharField:
    # Whether a name is too long is not for a browser to say: it counts letters of Adlam
    # twice, and each mark of those that become one letter with it.
    widget = forms.TextInput({**_NAME, **attributes})
    return forms.CharField(label=label, max_length=200, widget=widget)


def _password_field(label: "_StrPromise", autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": autocomplete}),
    )


class LoginForm(forms.Form):
    # Where somebody has a passkey, browsers offer it there.
    name = _name_field(autocomplete="username webauthn")
    password = _password_field(later("Password"), "current-password")


class EmailForm(forms.Form):
    """Empty: none any more. ``password``: of who has one."""

    email = forms.EmailField(
        label=later("E-mail address"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    password = _password_field(later("Password"), "current-password")

    def __init__(self, owner: User, data: Any = None) -> None:
        super().__init__(data, initial={"email": owner.email})
        if not owner.has_usable_password():
            del self.fields["password"]


class ResetForm(forms.Form):
    account = forms.CharField(
        label=later("Name or e-mail address"),
        max_length=254,
        widget=forms.TextInput({**_NAME, "autofocus": True}),
    )


class NameForm(forms.Form):
    name = _name_field(later("New name"))


class GuestForm(forms.Form):
    name = _name_field(autofocus=True)


class _NewPassword(forms.Form):
    """A new password, twice; ``user`` is whom it is for, with a name at least."""

    first, second = "", ""

    def user(self) -> User:
        raise NotImplementedError

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        first, second = cleaned.get(self.first), cleaned.get(self.second)
        if first and second and first != second:
            self.add_error(self.second, _("The two passwords are not the same."))
        if first:
            try:
                password_validation.validate_password(str(first), self.user())
            except ValidationError as error:
                self.add_error(self.first, error)
        return cleaned


class SignUpForm(_NewPassword):
    name = _name_field(autofocus=True)
    password = _password_field(later("Password"), "new-password")
    password_again = _password_field(later("Password again"), "new-password")
    first, second = "password", "password_again"

    def user(self) -> User:
        return User(name=self.cleaned_data.get("name", ""))


class NewPasswordForm(_NewPassword):
    """Of ``owner``, who need not know the old one."""

    new_password = _password_field(later("New password"), "new-password")
    new_password_again = _password_field(later("New password again"), "new-password")
    first, second = "new_password", "new_password_again"

    def __init__(self, owner: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def user(self) -> User:
        return self.owner


class PasswordForm(NewPasswordForm):
    old_password = _password_field(later("Old password"), "current-password")
    field_order = ("old_password",)

"""What is wrong with a new password, where Django does not say it in all languages."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _

from chat.accounts.languages import words_here


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return words_here()(
            "This password is too short: it needs {count} character at least.",
            "This password is too short: it needs {count} characters at least.",
            count=self.min_length,
        )


class UnlikeTheName(password_validation.UserAttributeSimilarityValidator):
    def __init__(self) -> None:
        super().__init__(user_attributes=["name"])

    def get_error_message(self) -> str:
        return _("This password is too much like the name.")

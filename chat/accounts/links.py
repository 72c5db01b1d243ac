"""Links that are sent, or handed over: each is good for a day, and for one thing.

Nothing of them is kept: each is signed, and what is signed has what the link changes.
So it is worthless once it was used.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from chat.models import User
from chat.site import Site
from chat.wire.errors import NotAllowed
from chat.words import sentence

EMAIL_SECONDS = 24 * 3600
WORTHLESS = sentence("That link is not good any more.")
_SALT = "chat.email"


class _Resets(PasswordResetTokenGenerator):
    """Django's, which ends with the next log-in, too; ours ends with an epoch."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.epoch}"


_RESETS = _Resets()


def reset_link(user: User, root: str) -> str:
    """Where that account gets a new password; ``root``: where the site's pages are, as
    far as whoever asks knows.
    """
    return _at(root, "reset-link", user.pk, _RESETS.make_token(user))


def account_of(number: int, token: str) -> User:
    """Whose new password it is.

    Raises:
        NotAllowed: nobody's, or not any more.
    """
    user = User.objects.filter(pk=number, guest=False).first()
    if user is None or not _RESETS.check_token(user, token):
        raise NotAllowed(WORTHLESS)
    return user


def email_link(user: User, address: str, root: str) -> str:
    """Where it is confirmed that the address is that person's."""
    token = signing.dumps([user.pk, address, _mark(user)], salt=_SALT)
    return _at(root, "email-link", token)


def email_of(token: str) -> tuple[User, str]:
    """Whose address it is from now on, and which.

    Raises:
        NotAllowed: nobody's, or not any more.
    """
    try:
        number, address, mark = signing.loads(token, salt=_SALT, max_age=EMAIL_SECONDS)
    except signing.BadSignature:
        raise NotAllowed(WORTHLESS) from None
    user = User.objects.filter(pk=number).first()
    if user is None or not constant_time_compare(mark, _mark(user)):
        raise NotAllowed(WORTHLESS)
    return user, address


def _mark(user: User) -> str:
    value = f"{user.pk}:{user.password}:{user.epoch}:{user.email}"
    return salted_hmac(_SALT, value, algorithm="sha256").hexdigest()[:24]


def _at(root: str, view: str, *words: object) -> str:
    return f"{Site.here().url or root}{reverse(view, args=words)}"

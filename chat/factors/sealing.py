"""What the database keeps, and nobody reads who has the database alone.

The key is derived from ``SECRET_KEY``; what was sealed with one of
``SECRET_KEY_FALLBACKS`` is still read.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class Unreadable(Exception):
    """It was sealed with a key that the site does not have any more."""


def seal(plain: bytes) -> str:
    """The same, sealed (https://github.com/fernet/spec/blob/master/Spec.md)."""
    return _keys().encrypt(plain).decode()


def unseal(sealed: str) -> bytes:
    """What was sealed.

    Raises:
        Unreadable
    """
    try:
        return _keys().decrypt(sealed)
    except InvalidToken:
        raise Unreadable from None


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(each)) for each in secrets])


def _derived(secret: str | bytes) -> bytes:
    made = salted_hmac("chat.factors", "", secret=secret, algorithm="sha256")
    return urlsafe_b64encode(made.digest())

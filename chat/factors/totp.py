"""Codes that change with the time (RFC 6238), as all apps for them make them."""

from __future__ import annotations

import os
from base64 import b32encode
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.utils.crypto import constant_time_compare

# Apps know these, and some of them no others.
DIGITS, STEP_SECONDS = 6, 30
# RFC 4226 §4 wants 128 bits at least, and recommends these.
SECRET_BYTES = 20
# A clock may be so many steps before the site's, or behind it.
DRIFT = 1


def new_secret() -> bytes:
    return os.urandom(SECRET_BYTES)


def spelled(secret: bytes) -> str:
    """The secret as somebody types it into an app, in groups of four."""
    text = b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, name: str, site: str) -> str:
    """What an app reads from a QR code
    (https://github.com/google/google-authenticator/wiki/Key-Uri-Format).
    """
    its = {"secret": b32encode(secret).decode(), "issuer": site}
    label = f"{quote(site, safe='')}:{quote(name, safe='')}"
    return f"otpauth://totp/{label}?{urlencode(its, quote_via=quote)}"


def counter_of(secret: bytes, code: str, now: float, *, after: int = 0) -> int | None:
    """The counter that makes this code about now; none up to ``after`` does."""
    present = int(now) // STEP_SECONDS
    for counter in range(max(present - DRIFT, after + 1), present + DRIFT + 1):
        if constant_time_compare(code_at(secret, counter), code):
            return counter
    return None


def code_at(secret: bytes, counter: int) -> str:
    """The code of that step (RFC 4226 §5.3)."""
    return HOTP(secret, DIGITS, SHA1()).generate(counter).decode()  # noqa: S303

"""Codes that stand in for a second factor that is not at hand, each of them once.

They have 80 bits: a hash without a key cannot be searched for them, and so they are
good also where the site was moved and has another key.
"""

from __future__ import annotations

import os
from base64 import b32encode
from hashlib import sha256

from django.db import transaction

from chat.factors.models import RecoveryCode
from chat.models import User

CODES, CODE_BYTES = 10, 10
CHARACTERS = CODE_BYTES * 8 // 5


def plain(typed: str) -> str:
    """What was typed, as a code is hashed: without the marks between its groups."""
    return "".join(filter(str.isalnum, typed)).upper()


def renew(user: User) -> list[str]:
    """Ten new codes, to be shown once; those of before are worth nothing any more."""
    codes = [_new() for _ in range(CODES)]
    with transaction.atomic():
        user.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(person=user, hashed=_hashed(code)) for code in codes
        )
    return codes


def use(user: User, typed: str) -> bool:
    """Whether that was one of theirs; it is none any more."""
    # Of two at once, one deletes it.
    deleted, _ = user.recovery_codes.filter(hashed=_hashed(typed)).delete()
    return deleted > 0


def _new() -> str:
    text = b32encode(os.urandom(CODE_BYTES)).decode()
    return "-".join(text[at : at + 4] for at in range(0, CHARACTERS, 4))


def _hashed(code: str) -> str:
    return sha256(plain(code).encode()).hexdigest()

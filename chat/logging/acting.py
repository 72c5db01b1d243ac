"""Who acts: which request of a page, or which command of a connection.

Noted as it comes, and made a word only where a line is written. What runs for many at
once, such as the storing of what they post, has all of theirs.
"""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar
from typing import Any

# A request's id; or a connection's, and the number or the ``ref`` of its command; or a
# list of such.
ACTING: ContextVar[Any] = ContextVar("acting", default=None)
# By which door a connection has come, and from which address.
AT: ContextVar[tuple[str, str]] = ContextVar("at", default=("", ""))

# Of those that a batch is for.
SHOWN_MOST = 8
REF_CHARACTERS = 40
# What a proxy may call a request.
GIVEN = re.compile(rb"[A-Za-z0-9._=+/@:-]{1,128}")


def acting() -> str:
    """Who acts, as lines have it; "" of nobody."""
    return _shown(ACTING.get())


def new_id() -> str:
    """The id of a request, or of a connection."""
    return secrets.token_hex(5)


def given_id(header: bytes) -> str:
    """The id that a proxy has given a request; "" if that is none."""
    return header.decode("ascii") if GIVEN.fullmatch(header) else ""


def _shown(who: Any) -> str:
    if who is None:
        return ""
    if isinstance(who, list):
        some = dict.fromkeys(filter(None, map(_shown, who[:SHOWN_MOST])))
        more = len(who) - SHOWN_MOST
        return ", ".join(some) + (f" and {more} more" if more > 0 else "")
    if isinstance(who, tuple):
        connection, which = who
        return f"{connection}:{str(which)[:REF_CHARACTERS]}"
    return str(who)

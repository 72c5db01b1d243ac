"""Who came in, who was refused, who was shut out: the logger ``chat.audit``.

No password and no token is ever handed to it. What a stranger has typed is one line, in
quotes, and not too long.
"""

from __future__ import annotations

import json
import logging

from chat.journal.lines import a_line

CHARACTERS = 100

logger = logging.getLogger("chat.audit")


def audit(
    event: str, *, name: str = "", address: str = "", door: str = "", **more: str
) -> None:
    """Note that something has happened; ``more``: what else is to be known of it."""
    given = {"name": name, "address": address, "door": door, **more}
    told = {key: a_line(value, CHARACTERS) for key, value in given.items() if value}
    words = ", ".join(f"{key}={_quoted(value)}" for key, value in told.items())
    logger.info("%s: %s", event, words, extra={"audit": {"event": event, **told}})


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)

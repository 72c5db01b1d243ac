"""Who came in, who was refused, who has done what: the logger ``chat.audit``.

No password and no token is ever handed to it. What a stranger has typed is one line, in
quotes, and not too long.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from chat.logging.acting import AT
from chat.logging.lines import a_line

CHARACTERS = 100
_FACT = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*")')

logger = logging.getLogger("chat.audit")


class Noted(NamedTuple):
    """What has happened; ``about``: what is known of it, by words such as ``name``."""

    event: str
    about: Mapping[str, str]


# Who else keeps it: a capability adds to that in its ``apps.ready()``. They are called
# where it happens, which must neither wait for them nor fail by them.
KEEPERS: list[Callable[[Noted], None]] = []


def noted(
    event: str, *, name: str = "", address: str = "", door: str = "", **more: str
) -> Noted:
    """What is to be kept of an event: ``name`` did it, or tried to.

    ``more``: to ``whom``, in which ``room``, and what else is to be known. Where no
    door is given it is that of the connection which acts.
    """
    if not (address or door):
        door, address = AT.get()
    given = {"name": name, "address": address, "door": door, **more}
    about = {key: a_line(value, CHARACTERS) for key, value in given.items() if value}
    return Noted(event, about)


def say(it: Noted) -> None:
    """Write it into the log."""
    words = in_words(it.about)
    logger.info(
        "%s: %s", it.event, words, extra={"audit": {"event": it.event, **it.about}}
    )


def audit(
    event: str, *, name: str = "", address: str = "", door: str = "", **more: str
) -> None:
    """Note that something has happened: as of ``noted``."""
    it = noted(event, name=name, address=address, door=door, **more)
    say(it)
    for keep in KEEPERS:
        keep(it)


def of_words(words: str) -> dict[str, str]:
    """What ``in_words`` has made them of."""
    return {key: json.loads(value) for key, value in _FACT.findall(words)}


def in_words(about: Mapping[str, str]) -> str:
    """``name="ada", why="banned"``."""
    quoted = (f"{k}={json.dumps(v, ensure_ascii=False)}" for k, v in about.items())
    return ", ".join(quoted)

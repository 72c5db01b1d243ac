"""What a check says: that something is well, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

OK, WARNING, WRONG = "ok", "warning", "wrong"


class Finding(NamedTuple):
    """``subject``: what was looked at; ``do``: what an operator does about it."""

    level: str
    subject: str
    said: str
    do: str = ""


@dataclass(frozen=True)
class Asked:
    """What an operator wants looked at beside the settings.

    ``url``: the site's public address; ``pair``: files of a certificate and its key;
    ``quiet``: for so many seconds nothing is said by a WebSocket there.
    """

    url: str = ""
    pair: tuple[str, str] | None = None
    workers: int = 1
    quiet: float = 20.0


Check = Callable[[Asked], Iterable[Finding]]

"""Which hosts the site's settings let it look at."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from django.conf import settings

from chat.net.outgoing import Unfit


def require_wanted(host: str) -> None:
    """See that the site's settings let it look there.

    Raises:
        Unfit
    """
    if _is_listed(host, settings.CHAT_PREVIEW_NOT_HOSTS):
        raise Unfit(f"{host} is not to be looked at")
    only = settings.CHAT_PREVIEW_HOSTS
    if only and not _is_listed(host, only):
        raise Unfit(f"{host} is none of those to be looked at")


def _is_listed(host: str, patterns: Sequence[str]) -> bool:
    """``example.org`` means what is below it, too."""
    return any(
        fnmatchcase(host, each) or fnmatchcase(host, f"*.{each}") for each in patterns
    )

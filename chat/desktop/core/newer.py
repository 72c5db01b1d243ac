"""Whether the site hands out a newer client than this one."""

from __future__ import annotations

import re

from chat.desktop.core.history.messages import Event

_LEADING = re.compile("[0-9]{1,9}")


def is_newer(told: Event, own: Event) -> bool:
    """By what ``welcome`` tells, and by what this is made of: ``version``, ``build``.

    While a site is being updated an older process may welcome a newer client.
    """
    theirs, ours = _numbers(told.get("version")), _numbers(own["version"])
    if theirs != ours:
        return theirs > ours
    builds = {told.get("build"), own.get("build")}
    return all(builds) and len(builds) > 1


def _numbers(version: str | None) -> list[int]:
    """What is behind a number, as in ``1.2.0rc1``, does not count.

    Of a server of the version before there are none.
    """
    found = [_LEADING.match(part) for part in (version or "").split(".")]
    return [int(each[0]) if each else 0 for each in found] if version else []

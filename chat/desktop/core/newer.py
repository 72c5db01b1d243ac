"""Whether the site hands out a newer client than this one."""

from __future__ import annotations

from chat.desktop.core.messages import Event


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
    """Of a server of the version before there are none."""
    return [int(number) for number in version.split(".")] if version else []

"""Which chat an export is of, by what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chat.moving.errors import MovingError
from chat.moving.foreign import slack_files, zulip
from chat.moving.foreign.archive import Archive
from chat.moving.foreign.irc import Irc
from chat.moving.foreign.mattermost import Mattermost
from chat.moving.foreign.records import Reader
from chat.moving.foreign.slack import Slack
from chat.moving.foreign.zulip import Zulip

KINDS = "slack", "mattermost", "zulip", "irc"


@dataclass(frozen=True)
class Wishes:
    """What the operator says: ``room`` and ``zone`` are of logs of IRC."""

    kind: str = ""
    room: str = ""
    zone: str = ""


def reader_of(archive: Archive, wishes: Wishes) -> Reader:
    """What reads that export.

    Raises:
        MovingError: nothing here does.
    """
    kind = wishes.kind or _kind(archive)
    if kind == "slack":
        return Slack(archive)
    if kind == "zulip":
        return Zulip(archive)
    if kind == "mattermost":
        return Mattermost(archive, _bulk(archive))
    return Irc(archive, room=wishes.room, zone=_zone(wishes.zone))


def _kind(archive: Archive) -> str:
    if slack_files.PEOPLE in archive.files and "channels.json" in archive.files:
        return "slack"
    if zulip.REALM in archive.files:
        return "zulip"
    if any(name.endswith(".jsonl") for name in archive.files):
        return "mattermost"
    return "irc"


def _bulk(archive: Archive) -> str:
    found = sorted(name for name in archive.files if name.endswith((".jsonl", ".json")))
    if not found:
        raise MovingError(f"{archive.path.name} has no file of JSON lines.")
    return found[0]


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise MovingError(
            f"There is no time zone {name}: as in Europe/Berlin."
        ) from None

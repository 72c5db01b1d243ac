"""What those who moderate the site see: who is muted or shut out, and what was done."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from msgspec import UNSET, UnsetType

from chat import wire
from chat.audit.models import Record
from chat.logging.audit import in_words, of_words
from chat.models import User
from chat.moderation.muting import muted
from chat.moderation.powers import powers_of, require_power, require_staff
from chat.moderation.shutting_out import shut_out_ones

ROLE = "room: role"
# What those who moderate do: of the audit log the rest is who came in, and how.
EVENTS = (
    *("ban", "ban lifted", "muted", "mute lifted", "mute over"),
    *("purged", "purge undone", "report handled", "picture taken away"),
    *("held: approved", "held: refused"),
    *("pattern: hold", "pattern: refuse", "pattern: nothing"),
    *("room: kicked", "room: banned", "room: unbanned"),
    *(ROLE, "room: mute lifted", "room: mute over", "room: deleted"),
)
ACTS = Q(event__startswith="panel: ") | Q(event__in=EVENTS)


def moderation(user: User) -> wire.Moderation:
    """Who is muted and who is shut out.

    Raises:
        Banned, LoginRequired, Muted
        NotAllowed: they do not moderate the whole site.
    """
    require_staff(user)
    return wire.Moderation(may=powers_of(user), muted=muted(), shutout=shut_out_ones())


def acts(user: User, asked: wire.ListActs) -> wire.Acts:
    """What was done of late, the last first.

    Raises:
        Banned, LoginRequired, Muted
        NotAllowed: they may not read the audit log.
    """
    require_power("acts", user)
    found = Record.objects.filter(ACTS).order_by("-pk")
    if asked.before is not None:
        found = found.filter(pk__lt=asked.before)
    rows = list(found[: asked.limit + 1])
    shown = [_told(each) for each in rows[: asked.limit]]
    return wire.Acts(acts=shown, more=len(rows) > asked.limit)


def _told(row: Record) -> wire.Act:
    about = of_words(row.words)
    event = row.event
    if event == ROLE:
        event = f"{event} {about.pop('value', '')}"
    reason, until = about.pop("reason", ""), about.pop("until", "")
    return wire.Act(
        act=row.pk,
        at=wire.timestamp(row.at),
        event=event,
        who=row.who,
        whom=row.whom,
        room=row.room,
        reason=reason or UNSET,
        until=_moment(until),
        words=in_words(about),
    )


def _moment(text: str) -> str | UnsetType:
    """As the wire says it; what is for good has no end."""
    try:
        return wire.timestamp(datetime.fromisoformat(text))
    except ValueError:
        return UNSET

"""Writing the audit log down: in the transaction that acts, or a moment later.

What is done to a room or to somebody is stored with it, or not at all. What has no
transaction, such as a log-in, waits for nothing: it is gathered, and written within a
second by the thread that writes, together. Where the database is away it waits on.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.audit.gathering import Counted, Gathered
from chat.audit.models import KEY_MOST, Record, clearing
from chat.concurrency.threads import write
from chat.logging import audit
from chat.logging.audit import Noted
from chat.logging.outage import DATABASE
from chat.models import Conversation, User
from chat.models.messages.log import is_in_transaction
from chat.models.people.failed_login import NO_NAME
from chat.sessions.process import Process, logged
from chat.text.names import key_of, person_name
from chat.wire.errors import NameInvalid

logger = logging.getLogger(__name__)

SECONDS = 1.0
# So many are stored, and forgotten, at once: whoever posts meanwhile waits for that.
AT_ONCE = 500
# Options of a connection, in seconds: an end waits no longer for a database in trouble.
HASTY = {"timeout": 0.25, "connect_timeout": 2, "patience": 1}
# What has columns of its own.
COLUMNS = {"name", "whom", "room", "door", "address"}

WAITING = Gathered(time.monotonic, timezone.now)


def keep(it: Noted) -> None:
    """Keep what was noted; see ``audit.KEEPERS``."""
    if is_in_transaction():
        store([Counted(it, timezone.now(), 1)])
    else:
        WAITING.add(it)


def keep_acts(events: Sequence[wire.LogEvent]) -> None:
    """Keep what was done by whoever has a role: a hook, see ``hooks.OF_NAMES``."""
    acts = [act for event in events if (act := _act_of(event))]
    if acts:
        now = timezone.now()
        store([Counted(act, now, 1) for act in acts])
        for act in acts:
            transaction.on_commit(partial(audit.say, act))


async def keep_writing(process: Process) -> None:
    """Write down what is gathered, from the start of a process to its end."""
    while True:
        await asyncio.sleep(SECONDS)
        await logged(write(write_down))


def write_down() -> None:
    """Write what is due of what was gathered.

    Raises:
        DatabaseError: it waits on.
    """
    taken = WAITING.take()
    try:
        store(taken)
    except BaseException:
        WAITING.give_back(taken)
        raise


def write_the_rest() -> None:
    """Write all of it, as the process ends and its threads have."""
    rest = WAITING.take_all()
    if rest and DATABASE.is_on:
        _hurry()
    try:
        store(rest)
    except Exception as error:
        logger.warning("%d lines of the audit log are lost: %s", len(rest), error)


def store(found: Sequence[Counted]) -> None:
    """Add rows, all or none."""
    if not found:
        return
    rows = [_row(each) for each in found]
    numbers = _numbers({key for row in rows for key in (row.who_key, row.whom_key)})
    for row in rows:
        row.who_number = numbers.get(row.who_key)
        row.whom_number = numbers.get(row.whom_key)
    with transaction.atomic():
        Record.objects.bulk_create(rows, batch_size=AT_ONCE)


def forget_old() -> bool:
    """Let go some of what was done very long ago; whether there may be more."""
    if not settings.CHAT_AUDIT_DAYS:
        return False
    old = timezone.now() - timedelta(days=settings.CHAT_AUDIT_DAYS)
    found = Record.objects.filter(at__lt=old).order_by("at")
    numbers = list(found.values_list("pk", flat=True)[:AT_ONCE])
    if numbers:
        with clearing():
            some = Record.objects.filter(pk__in=numbers)
            some._raw_delete(using=some.db)
    return len(numbers) == AT_ONCE


# --- Steps ----------------------------------------------------------------------------


def _hurry() -> None:
    """Have this thread, the last of its process, be in haste."""
    its, options = connection.settings_dict, connection.settings_dict["OPTIONS"]
    hasty = {name: HASTY[name] for name in HASTY.keys() & options.keys()}
    connection.close()
    connection.settings_dict = {**its, "OPTIONS": {**options, **hasty}}


def _row(each: Counted) -> Record:
    about = each.it.about
    who, whom = about.get("name", ""), about.get("whom", "")
    if "why" in about:
        who, whom = "", _meant(who)
    words = {k: v for k, v in about.items() if k not in COLUMNS}
    return Record(
        at=each.at,
        event=each.it.event,
        who=who,
        who_key=key_of(who)[:KEY_MOST],
        whom=whom,
        whom_key=key_of(whom)[:KEY_MOST],
        room=about.get("room", ""),
        door=about.get("door", ""),
        address=about.get("address", ""),
        words=audit.in_words(words),
        times=each.times,
    )


def _meant(name: str) -> str:
    """Whose account was tried. What can be no name may be a password."""
    try:
        return person_name(name) if name else ""
    except NameInvalid:
        return NO_NAME


def _numbers(keys: Iterable[str]) -> dict[str, int]:
    named = sorted({*keys} - {""})
    found: dict[str, int] = {}
    for start in range(0, len(named), AT_ONCE):
        people = User.objects.filter(key__in=named[start : start + AT_ONCE])
        found.update(people.values_list("key", "pk"))
    return found


def _act_of(event: wire.LogEvent) -> Noted | None:
    if isinstance(event, wire.Happened):
        return _of_room(event)
    if isinstance(event, wire.TopicSet):
        about = {"name": event.sender, "room": _room(event.conversation)}
        return audit.noted("room: topic", **about, value=event.topic)
    if isinstance(event, wire.Pinned) and (room := _room(event.conversation))[0] == "#":
        about = {"name": event.sender, "room": room, "message": str(event.target)}
        return audit.noted("room: pinned" if event.on else "room: unpinned", **about)
    if isinstance(event, wire.Deleted) and event.whose and event.whose != event.author:
        person = User.objects.filter(pk=event.whose)
        whom = person.values_list("name", flat=True).first() or ""
        about = {"name": event.sender, "whom": whom, "room": _room(event.conversation)}
        return audit.noted("room: deleted", **about, message=str(event.target))
    return None


def _of_room(event: wire.Happened) -> Noted:
    more = {name: getattr(event, name) for name in ("value", "reason", "until")}
    said = {name: _said(its) for name, its in more.items() if its is not UNSET}
    # Of a name that is new, the room is the one that had the name before.
    was = event.before if event.kind == "name" else ""
    room = was or _room(event.conversation)
    name, what = event.sender, str(event.kind)
    if what == "role" and event.before:  # muted: they are what they were
        del said["value"]
        name, what = (name, "mute lifted") if event.author else ("", "mute over")
    about = {"name": name, "whom": event.whom or "", "room": room, **said}
    return audit.noted(f"room: {what}", **about)


def _said(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def _room(number: int) -> str:
    return str(Conversation.objects.get(pk=number))

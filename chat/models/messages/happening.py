"""What happened in a room beside what was said: each took a number of its log.

It is stored once and never changes: how the room is now, its own row says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from msgspec import UNSET, structs

from chat import wire
from chat.models.people.user import User
from chat.models.rooms.conversation import Conversation
from chat.models.rooms.steered import SOMEBODY


class Happening(models.Model):
    """``whom`` it was done to, if to anybody; ``facts``: what else ``wire.Happened``
    says of it.

    The database does not hold what it points at: a version that does not know of this
    table deletes rooms and people beside this one.
    """

    # The constraint's own index begins with it.
    conversation = models.ForeignKey(
        Conversation,
        models.CASCADE,
        related_name="happenings",
        db_index=False,
        db_constraint=False,
    )
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    whom = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=12)
    # As JSON, in the order of their names: an export has the same line of it.
    facts = models.TextField(default="{}")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "seq"], name="one_happening"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.seq} in {self.conversation_id}"


FACTS = "value", "key", "before", "reason", "until", "target"
# In one answer, of which each may have a long text.
MOST, MOST_BYTES = 200, 100_000
OF_PEOPLE: Sequence[str] = "role", "kicked", "banned", "unbanned"


def keep(events: Sequence[wire.LogEvent]) -> None:
    """Store what has happened beside what was said: a hook, see ``hooks.OF_NAMES``."""
    for event in events:
        if isinstance(event, wire.Happened):
            _keep(event)
        elif isinstance(event, wire.TopicSet):
            _keep(_as_happened(event, "topic", value=event.topic))
        elif isinstance(event, wire.Pinned) and event.on:
            _keep(_as_happened(event, "pinned", target=event.target))


def happenings(
    conversation: int, after: int, before: int | None = None, limit: int = MOST
) -> list[wire.Happened]:
    """What happened between two numbers, in the order of the log: the last of it."""
    found = Happening.objects.filter(conversation=conversation, seq__gt=after)
    if before is not None:
        found = found.filter(seq__lt=before)
    rows = found.order_by("-seq").values_list(*_FIELDS)[:limit]
    return _fitting(_as_wire(conversation, *row) for row in rows)[::-1]


def happened_since(conversation: int, since: int, limit: int) -> list[wire.Happened]:
    """What happened after a number, in the order of the log: the first of it."""
    found = Happening.objects.filter(conversation=conversation, seq__gt=since)
    rows = found.order_by("seq").values_list(*_FIELDS)[:limit]
    return [_as_wire(conversation, *row) for row in rows]


def beside(
    page: wire.History, before: int | None, after: int | None, last: int
) -> list[wire.Happened]:
    """What else happened there: where one page ends, the next one begins.

    ``last``: of what had happened as the page was read; what came later may not be for
    whoever has asked.
    """
    messages, number, end = page.messages, page.conversation, last + 1
    if after is not None:
        return happenings(number, after, messages[-1].seq + 1 if page.more else end)
    return happenings(number, messages[0].seq if page.more else 0, before or end)


def with_events(page: wire.Changes, since: int, limit: int) -> wire.Changes:
    """A page with what else has happened up to its end; more of it ends it sooner."""
    beside = happened_since(page.conversation, since, limit + 1)
    due = [event for event in beside if event.seq <= page.upto]
    events = _fitting(due[:limit])
    if not events:
        return page
    if len(events) < len(due):
        upto = events[-1].seq
        said = [message for message in page.messages if message.changed <= upto]
        page = structs.replace(page, messages=said, upto=upto, more=True)
    return structs.replace(page, events=events)


# --- Steps ----------------------------------------------------------------------------


_FIELDS = (
    *("seq", "at", "actor_id", "actor__name", "whom_id", "whom__name", "kind"),
    "facts",
)


def _fitting(events: Iterable[wire.Happened]) -> list[wire.Happened]:
    """The first of them, one at least, as far as one answer bears them."""
    fitting: list[wire.Happened] = []
    size = 0
    for event in events:
        size += len(wire.encode(event))
        if fitting and size > MOST_BYTES:
            break
        fitting.append(event)
    return fitting


def _as_wire(conversation: int, *row: Any) -> wire.Happened:
    seq, at, actor, name, whom, called, kind, facts = row
    is_about = whom is not None or kind in OF_PEOPLE
    return wire.Happened(
        conversation=conversation,
        seq=seq,
        sender=name or SOMEBODY,
        author=actor or 0,
        at=wire.timestamp(at),
        kind=kind,
        whom=(called or SOMEBODY) if is_about else UNSET,
        person=(whom or 0) if is_about else UNSET,
        **json.loads(facts),
    )


def _as_happened(
    event: wire.TopicSet | wire.Pinned, kind: wire.Kind, **facts: Any
) -> wire.Happened:
    return wire.Happened(
        conversation=event.conversation,
        seq=event.seq,
        sender=event.sender,
        author=event.author or 0,
        at=event.at,
        kind=kind,
        **facts,
    )


def _keep(event: wire.Happened) -> None:
    room = Conversation.objects.filter(pk=event.conversation)
    room.update(happened_last=event.seq)
    facts = {name: getattr(event, name) for name in FACTS}
    known = {name: its for name, its in facts.items() if its is not UNSET}
    Happening.objects.create(
        conversation_id=event.conversation,
        seq=event.seq,
        at=datetime.fromisoformat(event.at),
        actor_id=event.author or None,
        whom_id=event.person or None,
        kind=event.kind,
        facts=json.dumps(known, sort_keys=True, ensure_ascii=False),
    )

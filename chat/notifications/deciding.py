"""The follower: whom messages call who have not read them by now.

It is told of each message once that has waited for a while, and may be told again: what
was decided stays so, and whoever an edit names first is decided then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from chat import wire
from chat.models import Conversation
from chat.notifications import queue
from chat.notifications.meant import Member, Said, blocked_of
from chat.notifications.models import Decision
from chat.notifications.rules import against

# What was said so long ago calls nobody, whatever becomes of it.
OLD = timedelta(days=1)
# Others write between so many rows and the next.
AT_ONCE = 1000


def decide(changes: wire.Changes) -> None:
    """Decide whom these call of those whom they are meant for, and keep why: of those
    who have a device that takes pushes.
    """
    since = timezone.now() - OLD
    said = [each for each in _said(changes) if each.at > since]
    rows = list(_decisions(changes.conversation, said)) if said else []
    for start in range(0, len(rows), AT_ONCE):
        with transaction.atomic():
            queue.add(Decision.objects.bulk_create(rows[start : start + AT_ONCE]))


def _said(changes: wire.Changes) -> Iterator[Said]:
    """Those that are meant for somebody."""
    here = Conversation.objects.filter(pk=changes.conversation)
    kind = here.values_list("kind", flat=True).first() or ""
    for each in changes.messages:
        named = {it.author for it in each.mentions or ()}
        at = datetime.fromisoformat(each.at)
        said = Said(each.seq, each.author, at, kind, named, each.calls or "")
        if not each.deleted and (named or said.is_for_all):
            yield said


def _decisions(place: int, said: Sequence[Said]) -> Iterator[Decision]:
    is_for_all = any(each.is_for_all for each in said)
    named = {person for each in said for person in each.named}
    found = Member.of(place, None if is_for_all else named)
    members = {member.number: member for member in found}
    blocked = blocked_of({each.author for each in said})
    done = Decision.objects.filter(
        conversation=place, seq__in=[each.seq for each in said]
    )
    decided = set(done.values_list("seq", "person_id"))
    for each in said:
        # Of many who are there, a name is of few.
        meant = members if each.is_for_all else each.named & members.keys()
        for member in map(members.__getitem__, sorted(meant)):
            facts = each.facts(member, blocked)
            is_meant = facts.cause and facts.has_device and not facts.is_own
            if is_meant and (each.seq, member.number) not in decided:
                yield Decision(
                    conversation_id=place,
                    seq=each.seq,
                    person_id=member.number,
                    cause=facts.cause,
                    against=" ".join(against(facts)),
                )

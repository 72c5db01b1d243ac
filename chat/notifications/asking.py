"""Why a message has called somebody, or not."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from chat import wire
from chat.mentions.models import Mention
from chat.models import Message, User
from chat.models.messages.message import message_of
from chat.notifications.meant import Member, Said, blocked_of
from chat.notifications.models import Decision
from chat.notifications.rules import against, results
from chat.wire.errors import NotAMember
from chat.words import sentence


def why(user: User, conversation: int, seq: int, epoch: int | None = None) -> wire.Why:
    """What each rule has said to it; where nothing is kept, what each says now.

    Raises:
        NoSuchConversation, NotAMember
    """
    message = message_of(conversation, seq, user, epoch)
    mine = Decision.objects.filter(conversation=conversation, seq=seq, person=user)
    if (kept := mine.first()) is not None:
        cause, failed = kept.cause, kept.against.split()
    else:
        cause, failed = _now(message, user)
    return wire.Why(
        conversation=conversation,
        target=seq,
        notified=kept is not None and not failed,
        text=_outcome(kept),
        rules=[wire.RuleResult(*each) for each in results(cause, failed)],
        decided=wire.timestamp(kept.at) if kept is not None else wire.UNSET,
    )


def _outcome(kept: Decision | None) -> str:
    if kept is None:
        return sentence("Nothing is kept of that, or decided yet. As it stands now:")
    if kept.against:
        return sentence("You were not notified of it.")
    return sentence("You were notified of it.")


def _now(message: Message, user: User) -> tuple[str, list[str]]:
    place = message.conversation
    members = Member.of(place.pk, [user.pk])
    if not members:
        raise NotAMember  # left a moment ago
    names = Mention.objects.filter(
        Q(person=user) | Q(person=None), conversation=place, seq=message.seq
    )
    rows: Any = names.values_list("person_id", "names")
    called: dict[int | None, str] = dict(rows)
    said = Said(
        message.seq,
        message.author_id,
        message.at,
        place.kind,
        {user.pk}.intersection(called),
        called.get(None, ""),
        message.deleted,
    )
    facts = said.facts(members[0], blocked_of([said.author]))
    return facts.cause, against(facts)

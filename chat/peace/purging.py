"""Deleting all that somebody said of late, and bringing it back within a minute.

It goes in batches, each a transaction of its own: what others say meanwhile is stored
between them.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.journal.audit import audit
from chat.models import Conversation, Message, User
from chat.models.limits import STEERINGS, spend
from chat.models.log import changing
from chat.models.putting_out import meant
from chat.models.restoring import restore
from chat.peace.models import Purging
from chat.peace.powers import require_above, require_power
from chat.text.clean import clean_reason
from chat.wire.errors import NoSuchConversation, NotAllowed

VERB = "delete what others said"
# Whoever posts waits for no more than these.
AT_ONCE = 20
# By one word.
MOST = 500
UNDO = timedelta(seconds=60)
# What was begun in time is undone to its end.
KEPT = UNDO + timedelta(minutes=10)


def begin(user: User, wish: wire.Purge) -> Purging:
    """Note whose words are to be deleted where; ``go_on`` does it.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted, TooLong
        NoSuchUser: nobody has that name.
        NotAllowed: they may not, there or to them.
        RateLimited
    """
    reason, now = clean_reason(wish.reason), timezone.now()
    with changing():
        whom = meant(wish.name, wish.author)
        its = Purging(by=user, person=whom, reason=reason, at=now)
        its.since = now - timedelta(seconds=wish.seconds)
        if wish.conversation is not None:
            its.conversation = Conversation.objects.numbered(wish.conversation, user)
        _require(its, user)
        if its.conversation is None:
            require_above(user, whom)
        spend(user, STEERINGS)
        its.save()
    return its


def go_on(user: User, its: Purging) -> bool:
    """Delete some more of it, as the single verb does; whether there may be others.

    Raises:
        ChatError: they may not do it any more.
    """
    with changing():
        _require(its, user)
        room = min(AT_ONCE, MOST - its.count)
        rows = list(_meant_by(its)[: room + 1])
        words = json.loads(its.words)
        for message in rows[:room]:
            words.append(_delete(message, user))
        its.words, its.count = json.dumps(words), len(words)
        its.more = len(rows) > room
        its.save(update_fields=["words", "count", "more"])
    return its.more and its.count < MOST


def end(user: User, its: Purging) -> wire.Purged:
    """Say how much it was, to whoever did it, and to the audit log."""
    return _tell("purged", user, its)


def begin_undo(user: User, number: int) -> Purging:
    """See that it can be undone; ``undo_some`` does it.

    Raises:
        NoSuchConversation: there is none of theirs by that number.
        NotAllowed: it is too late, or done; or they may not do it any more.
    """
    its = Purging.objects.filter(pk=number, by=user).first()
    if its is None:
        raise NoSuchConversation("There is nothing to undo.")
    if its.undone or timezone.now() - its.at > UNDO:
        raise NotAllowed("That cannot be undone any more.")
    with changing():
        _require(its, user)
        its.undone = True
        its.save(update_fields=["undone"])
    return its


def undo_some(its: Purging) -> bool:
    """Bring some more of it back; whether there are others."""
    with changing():
        words = json.loads(its.words)
        some, rest = words[:AT_ONCE], words[AT_ONCE:]
        found = Message.objects.select_related("author", "conversation")
        rows = found.in_bulk([number for number, *_ in some])
        for number, *said in some:
            # It may be gone meanwhile, for it was too old.
            if (message := rows.get(number)) is not None and message.deleted:
                restore(message, *said)
        its.words = json.dumps(rest)
        its.save(update_fields=["words"])
    return bool(rest)


def end_undo(user: User, its: Purging) -> wire.Purged:
    """As ``end``."""
    return _tell("purge undone", user, its)


def told(its: Purging) -> wire.Purged:
    """What whoever has done it is told."""
    return wire.Purged(
        purge=its.pk,
        whom=its.person.name,
        person=its.person_id,
        count=its.count,
        until=wire.timestamp(its.at + UNDO),
        conversation=its.conversation_id or UNSET,
        more=its.more or UNSET,
        undone=its.undone or UNSET,
    )


def forget_old() -> bool:
    """Forget some of the words that cannot be brought back any more; whether there may
    be others.
    """
    old = Purging.objects.filter(at__lt=timezone.now() - KEPT).order_by("at")
    numbers = list(old.values_list("pk", flat=True)[:AT_ONCE])
    Purging.objects.filter(pk__in=numbers).delete()
    return len(numbers) == AT_ONCE


# --- Steps ----------------------------------------------------------------------------


def _require(its: Purging, user: User) -> None:
    if its.conversation is not None:
        its.conversation.require(VERB, user)
    else:
        require_power("purge", user)


def _meant_by(its: Purging) -> QuerySet[Message]:
    where = Q(conversation__kind=Conversation.ROOM)
    if its.conversation_id is not None:
        where = Q(conversation=its.conversation_id)
    said = Message.objects.filter(where, author=its.person_id, deleted=False)
    lately = said.filter(at__gte=its.since, at__lte=its.at)
    # In this order everybody locks what they write to.
    ordered = lately.order_by("conversation_id", "seq")
    return ordered.select_related("conversation", "author")


def _delete(message: Message, user: User) -> list[Any]:
    # Nobody else changes it from here on: what is kept is what goes.
    message.conversation.hold()
    message.refresh_from_db(fields=["body", "html", "renderer"])
    said = [message.pk, message.body, message.html, message.renderer]
    message.remove(user)
    return said


def _tell(what: str, user: User, its: Purging) -> wire.Purged:
    event = told(its)
    room = str(its.conversation) if its.conversation is not None else ""
    about = {"whom": its.person.name, "room": room, "reason": its.reason}
    with transaction.atomic():
        announce([person_group(user.pk)], event)
        audit(what, name=user.name, count=str(its.count), **about)
    return event

"""Deleting all that somebody said of late, and bringing it back within a minute.

It goes in batches, each a transaction of its own: what others say meanwhile is stored
between them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.logging.audit import audit
from chat.models import Conversation, Message, User
from chat.models.limits import STEERINGS, spend
from chat.models.members.putting_out import meant
from chat.models.messages.log import changing
from chat.models.messages.restoring import restore
from chat.models.tables.some import delete_some
from chat.moderation.models import Purging, Taken
from chat.moderation.powers import require_above, require_power
from chat.text.clean import clean_reason
from chat.wire.errors import NoSuchConversation, NotAllowed
from chat.words import sentence

VERB = "delete what others said"
# Whoever posts waits for no more than these.
AT_ONCE = 20
# By one word.
MOST = 500
UNDO = timedelta(seconds=60)
# What was begun in time is undone to its end.
KEPT = UNDO + timedelta(minutes=10)
TOO_LATE = sentence("That cannot be undone any more.")


def begin(user: User, wish: wire.Purge) -> Purging:
    """Note whose words are to be deleted where; ``delete`` does it.

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


def batches(its: Purging) -> list[list[int]]:
    """The numbers of the messages that are meant, as ``delete`` takes them.

    They are looked for once, and where nobody waits: who has said a million things has
    said most of them before.
    """
    numbers = list(_meant_by(its).values_list("pk", flat=True)[: MOST + 1])
    its.more = len(numbers) > MOST
    numbers = numbers[:MOST]
    return [numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE)]


def delete(user: User, its: Purging, numbers: Sequence[int]) -> None:
    """Delete a batch of it, as the single verb does, but what has gone meanwhile.

    Raises:
        ChatError: they may not do it any more.
    """
    with changing():
        _require(its, user)
        taken = [said for each in _rows(numbers) if (said := _delete(each, user))]
        Taken.objects.create(purging=its, words=json.dumps(taken))
        count = F("count") + len(taken)
        Purging.objects.filter(pk=its.pk).update(count=count, more=its.more)


def end(user: User, its: Purging) -> wire.Purged:
    """Say how much it was, to whoever did it, and to the audit log."""
    its.refresh_from_db(fields=["count"])
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
    if timezone.now() - its.at > UNDO:
        raise NotAllowed(TOO_LATE)
    with changing():
        _require(its, user)
        # Of two who undo it at once, the second sees that the first does.
        if not Purging.objects.filter(pk=number, undone=False).update(undone=True):
            raise NotAllowed(TOO_LATE)
    its.undone = True
    return its


def undo_some(its: Purging) -> bool:
    """Bring a batch of it back; whether there are others."""
    with changing():
        batch = its.taken.order_by("pk").first()
        if batch is None:
            return False
        kept = {number: said for number, *said in json.loads(batch.words)}
        for message in _rows(kept):
            # It may be gone meanwhile, for it was too old.
            if _words(message, deleted=True):
                restore(message, *kept[message.pk])
        batch.delete()
    return True


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
    return delete_some(old, AT_ONCE)


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
    return lately.order_by("conversation_id", "seq")


def _rows(numbers: Collection[int]) -> QuerySet[Message]:
    found = Message.objects.select_related("author", "conversation")
    # In this order everybody locks what they write to.
    return found.filter(pk__in=numbers).order_by("conversation_id", "seq")


def _delete(message: Message, user: User) -> list[Any] | None:
    said = _words(message, deleted=False)
    if said is None:
        return None
    message.remove(user)
    return [message.pk, *said]


def _words(message: Message, *, deleted: bool) -> tuple[str, str, int] | None:
    """What it says, and nobody else changes it from here on; None if somebody has
    deleted it, or brought it back, or it was too old.
    """
    message.conversation.hold()
    now = Message.objects.filter(pk=message.pk, deleted=deleted)
    return now.values_list("body", "html", "renderer").first()


def _tell(what: str, user: User, its: Purging) -> wire.Purged:
    event = told(its)
    room = str(its.conversation) if its.conversation is not None else ""
    about = {"whom": its.person.name, "room": room, "reason": its.reason}
    with transaction.atomic():
        announce([person_group(user.pk)], event)
        audit(what, name=user.name, count=str(its.count), **about)
    return event

"""Pinning a message, and the list of those that are pinned in a conversation."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Substr
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.models.messages.log import changing
from chat.models.messages.message import Message
from chat.models.messages.pin import Pin
from chat.models.people.user import User
from chat.models.permissions import Standing, require_unblocked
from chat.models.rooms.conversation import Conversation
from chat.wire.errors import TooMany

PINS_MOST = 100
# Of a message's words, in a list of what is pinned or saved.
EXCERPT_CHARACTERS = 300


def pin(message: Message, user: User, *, on: bool) -> wire.Pinned:
    """Pin a message, or take that back; what is so already takes no number.

    Its event then has the number 0, as that of a reaction.

    Raises:
        NoSuchConversation, NotAMember, Muted
        NotAllowed: the message is deleted, or in a talk with somebody whom they have
            blocked.
        TooMany: so many are pinned there.
    """
    conversation = message.conversation
    with changing() as told:
        message.take_change()
        require_part("pin", conversation, user)
        if _set(message, user, on=on):
            message.save(update_fields=["changed"])
            event = _pinned(message, user, on=on)
            told.append((conversation.groups, event))
        else:
            message.give_change_back()
            event = _pinned(message, user, on=on)
    return event


def require_part(verb: str, conversation: Conversation, user: User) -> Standing:
    """See that somebody may pin what is said there, or vote.

    Raises:
        NoSuchConversation, NotAMember, Banned, LoginRequired, Muted
        NotAllowed: others may; or they have blocked whom they talk with.
    """
    now = conversation.require(verb, user)
    require_unblocked(now.has_blocked)
    return now


def pins_in(number: int, reader: User) -> wire.Pins:
    """What is pinned in a conversation, the last first.

    Raises:
        NoSuchConversation, NotAMember
    """
    Conversation.objects.numbered(number, reader)
    found = Pin.objects.filter(conversation=number, message__deleted=False)
    rows = found.order_by("-pk").values_list(
        *("message__seq", "at", "message__author__name", "message__author_id"),
        *(Substr("message__body", 1, EXCERPT_CHARACTERS), F("message__at")),
        *("message__action", "by__name"),
    )
    pins = [
        wire.Kept(
            conversation=number,
            seq=seq,
            kept=wire.timestamp(kept),
            sender=sender,
            author=author,
            body=body,
            at=wire.timestamp(at),
            action=action or UNSET,
            by=by or UNSET,
        )
        for seq, kept, sender, author, body, at, action, by in rows[:PINS_MOST]
    ]
    return wire.Pins(conversation=number, pins=pins)


def _set(message: Message, user: User, *, on: bool) -> bool:
    """Whether anything is different now."""
    its = Pin.objects.filter(message=message)
    if not on:
        return its.delete()[0] > 0
    if its.exists():
        return False
    here = Pin.objects.filter(conversation=message.conversation_id)
    if here.count() >= PINS_MOST:
        raise TooMany(
            "Not more than {count} message can be pinned here: take one off first.",
            "Not more than {count} messages can be pinned here: take one off first.",
            count=PINS_MOST,
        )
    here.create(message=message, conversation=message.conversation, by=user)
    return True


def _pinned(message: Message, user: User, *, on: bool) -> wire.Pinned:
    return wire.Pinned(
        conversation=message.conversation_id,
        seq=message.changed,
        target=message.seq,
        sender=user.name,
        author=user.pk,
        on=on,
        at=wire.timestamp(timezone.now()),
    )

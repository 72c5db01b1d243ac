"""What of a conversation calls somebody, and what they have not read, as they say."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.models.members.membership import Membership
from chat.models.members.sidebar import as_seen_by, counted_up_to
from chat.models.people.user import User
from chat.models.rooms.conversation import Conversation
from chat.wire.errors import NoSuchConversation, NotAllowed

# Counted on demand alone: it takes some ten times as long as for the list.
COUNT_MOST = 1000


def set_level(
    user: User, number: int, level: wire.Level | None, *, hidden: bool | None = None
) -> wire.LevelSet:
    """Say what of a conversation calls somebody, and whether their list has the room.

    Raises:
        NoSuchConversation, NotAMember
        NotAllowed: it is a direct conversation, which is hidden otherwise.
    """
    conversation = Conversation.objects.numbered(number, user)
    if hidden is not None and not conversation.is_room:
        raise NotAllowed(
            "Only a room is taken out of the list: a talk of two is hidden."
        )
    wanted = {"level": level, "unlisted": hidden}
    changes = {name: value for name, value in wanted.items() if value is not None}
    with transaction.atomic():
        mine = Membership.objects.filter(conversation=conversation, user=user)
        if changes:
            mine.update(**changes)
        event = mine.get().level_event
        announce([person_group(user.pk)], event)
    return event


def mark_unread(
    user: User, number: int, seq: int | None = None, epoch: int | None = None
) -> wire.MarkedUnread:
    """Have a message, by default the last one by others, and all after it unread.

    Raises:
        NotAMember
        NoSuchConversation: or there is no such message.
    """
    conversation = Conversation.objects.numbered(number, user)
    first = _last_word(conversation, user) if seq is None else seq
    if first > conversation.head or epoch not in (None, conversation.epoch):
        raise NoSuchConversation("There is no such message.")
    with transaction.atomic():
        mine = Membership.objects.filter(conversation=conversation, user=user)
        # Nothing that is unread is read by this.
        mine.filter(read__gte=first).update(read=first - 1)
        event = wire.MarkedUnread(conversation=as_seen_by(conversation, user))
        announce([person_group(user.pk)], event)
    return event


def count_unread(user: User, number: int) -> wire.Counted:
    """How much of a conversation is unread: ``COUNT_MOST`` at most.

    Raises:
        NoSuchConversation, NotAMember
    """
    Conversation.objects.numbered(number, user)
    mine = Membership.objects.filter(conversation=number, user=user)
    columns: Any = mine.annotate(unread=counted_up_to(COUNT_MOST))
    unread, read, head = columns.values_list(
        "unread", "read", "conversation__head"
    ).get()
    return wire.Counted(conversation=number, unread=unread, read=read, head=head)


def _last_word(conversation: Conversation, user: User) -> int:
    words = conversation.messages.filter(deleted=False).exclude(author=user)
    seq = words.order_by("-seq").values_list("seq", flat=True).first()
    if seq is None:
        raise NoSuchConversation("There is no such message.")
    return seq

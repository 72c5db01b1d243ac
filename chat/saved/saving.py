"""Saving a message, and the list of those that somebody has saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Substr
from msgspec import UNSET

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.models import Membership, Message, User
from chat.models.messages.message import message_of
from chat.models.messages.pinning import EXCERPT_CHARACTERS
from chat.saved.models import Bookmark
from chat.wire.errors import NotAllowed, TooMany

SAVED_MOST = 1000


def save(user: User, conversation: int, seq: int, epoch: int | None) -> wire.Bookmarked:
    """Keep a message in somebody's list.

    Raises:
        NoSuchConversation, NotAMember
        NotAllowed: it is deleted.
        TooMany: they have saved very many.
    """
    message = message_of(conversation, seq, user, epoch)
    if message.deleted:
        raise NotAllowed("That message has been deleted.")
    with transaction.atomic():
        # Of two of their connections, the second sees what the first has done.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        _, new = Bookmark.objects.get_or_create(user=user, message=message)
        if new and Bookmark.objects.filter(user=user).count() > SAVED_MOST:
            raise TooMany(
                "Nobody can save more than {count} message: take one off first.",
                "Nobody can save more than {count} messages: take one off first.",
                count=SAVED_MOST,
            )
        return _told(user, conversation, seq, on=True)


def let_go(user: User, conversation: int, seq: int) -> wire.Bookmarked:
    """Take one off the list, wherever it is."""
    with transaction.atomic():
        message = Message.objects.filter(conversation=conversation, seq=seq)
        Bookmark.objects.filter(user=user, message__in=message).delete()
        return _told(user, conversation, seq, on=False)


def saved_by(user: User, before: int | None, limit: int) -> wire.Saved:
    """A page of a person's list, the last first."""
    mine = Membership.objects.filter(
        conversation=OuterRef("message__conversation"), user=user
    )
    found = Bookmark.objects.filter(user=user)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = found.order_by("-pk").values_list(
        *("pk", "at", "message__conversation_id", "message__seq"),
        *("message__author__name", "message__author_id"),
        *(Substr("message__body", 1, EXCERPT_CHARACTERS), F("message__at")),
        *("message__action", "message__deleted", Exists(mine)),
    )[: limit + 1]
    return wire.Saved(
        saved=[_kept(row) for row in rows[:limit]], more=len(rows) > limit
    )


def _kept(row: Sequence[Any]) -> wire.Kept:
    number, kept, conversation, seq, *about, is_deleted, is_member = row
    its = wire.Kept(
        conversation=conversation, seq=seq, kept=wire.timestamp(kept), number=number
    )
    if is_deleted or not is_member:
        its.gone = True
        return its
    its.sender, its.author, its.body, at, action = about
    its.at, its.action = wire.timestamp(at), action or UNSET
    return its


def _told(user: User, conversation: int, seq: int, *, on: bool) -> wire.Bookmarked:
    event = wire.Bookmarked(conversation=conversation, target=seq, on=on)
    announce([person_group(user.pk)], event)
    return event

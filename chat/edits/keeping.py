"""Keeping the words that go, in the transaction in which they do, and for how long."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.edits.models import Version
from chat.models import Message, User, hooks
from chat.models.messages.history import fitting
from chat.models.messages.message import message_of
from chat.models.permissions import require_versions
from chat.models.tables.some import delete_some

# So many are forgotten at once: whoever posts meanwhile waits for that.
AT_ONCE = 500
# So many are shown of one message, the last ones, and no more bytes than a page has.
SHOWN_MOST = 50


def keep(words: hooks.Going) -> None:
    """Keep the words of a message that are about to go."""
    if not settings.CHAT_VERSIONS_DAYS:
        return
    its = Version.objects.filter(message=words.message)
    since = its.order_by("-pk").values_list("until", flat=True).first()
    if since is None and not words.edited:
        since = words.at
    Version.objects.create(
        message_id=words.message, body=words.body, since=since, by_id=words.by
    )


def forget_old() -> bool:
    """Forget some of the words that went long ago; whether there may be more."""
    old = timezone.now() - timedelta(days=settings.CHAT_VERSIONS_DAYS)
    found = Version.objects.filter(until__lt=old).order_by("until")
    return delete_some(found, AT_ONCE)


def versions_of(
    conversation: int, seq: int, reader: User, epoch: int | None = None
) -> wire.Versions:
    """What a message said before, and what it says now.

    Raises:
        NoSuchConversation, NotAMember
        NotAllowed: they may not read that.
    """
    message = message_of(conversation, seq, reader, epoch)
    place = message.conversation
    require_versions(
        place.standing(reader).role,
        place.kinds,
        is_author=message.author_id == reader.pk,
        is_deleted=message.deleted,
    )
    versions = _before(message)
    if not message.deleted:
        at = versions[-1].until if versions else UNSET
        if not (versions or message.edited):
            at = wire.timestamp(message.at)
        versions.append(wire.Version(body=message.body, at=at))
    return wire.Versions(
        conversation=conversation,
        target=seq,
        versions=versions,
        deleted=message.deleted or UNSET,
    )


def _before(message: Message) -> list[wire.Version]:
    found = Version.objects.filter(message=message).order_by("-pk")
    rows = found.values_list("body", "since", "until", "by__name")[:SHOWN_MOST]
    versions = (
        wire.Version(
            body=body,
            at=wire.timestamp(since) if since else UNSET,
            until=wire.timestamp(until),
            by=by or UNSET,
        )
        for body, since, until, by in rows
    )
    return fitting(versions)[::-1]

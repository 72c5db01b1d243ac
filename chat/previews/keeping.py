"""What becomes of a preview as its message is edited, deleted, or shows it no more."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.models import Message, User
from chat.models.messages.log import changing
from chat.models.messages.message import message_of
from chat.models.messages.renewal import html_of
from chat.previews.models import Preview
from chat.previews.reading import block, link_in, told


def keep(events: Sequence[wire.LogEvent]) -> None:
    """The hook: what leads elsewhere by now, or nowhere, shows nothing of before."""
    for event in events:
        if not isinstance(event, wire.Edited | wire.Deleted):
            continue
        place = {"conversation": event.conversation, "seq": event.target}
        its = Preview.objects.filter(**place).defer("picture")
        url = link_in(event.html) if isinstance(event, wire.Edited) else ""
        its.exclude(url=url).delete()
        shown = its.filter(url=url).exclude(title="").first() if url else None
        if shown is not None and isinstance(event, wire.Edited):
            event.html += block(shown)
            event.preview = told(shown)


def show(message: Message, preview: Preview) -> None:
    """Have everybody see where a message leads: it takes a number of the log.

    Raises:
        NotAllowed: it has been deleted.
    """
    with changing() as said:
        message.take_change()
        message.refresh_from_db(fields=["html", "renderer"])
        known = Preview.objects.filter(conversation=message.conversation_id)
        is_known = known.filter(seq=message.seq).exists()
        # It may lead elsewhere by now.
        if is_known or link_in(_html(message)) != preview.url:
            message.give_change_back()
            return
        preview.save(force_insert=True)
        message.save(update_fields=["changed"])
        said.append((message.conversation.groups, _event(message, preview)))


def take_away(user: User, wish: wire.RemovePreview) -> wire.Previewed:
    """Have a message show no more where it leads; what is so already takes no number.

    Raises:
        NoSuchConversation, NotAMember, Muted
        NotAllowed: it is another's, or deleted.
    """
    message = message_of(wish.conversation, wish.seq, user, wish.epoch)
    with changing() as said:
        message.take_change()
        where, is_author = message.conversation, message.author_id == user.pk
        where.require_delete(user, is_author=is_author)
        its = Preview.objects.filter(conversation=where, seq=message.seq)
        emptied = {"title": "", "site": "", "description": "", "picture": b""}
        is_other = its.exclude(title="").update(**emptied, width=0, height=0)
        event = _event(message)
        if is_other:
            message.save(update_fields=["changed"])
            said.append((where.groups, event))
        else:
            message.give_change_back()
            event.seq = 0
    return event


def _event(message: Message, preview: Preview | None = None) -> wire.Previewed:
    html = _html(message)
    return wire.Previewed(
        conversation=message.conversation_id,
        seq=message.changed,
        target=message.seq,
        sender=message.author.name,
        author=message.author_id,
        html=html + block(preview) if preview else html,
        preview=told(preview) if preview else UNSET,
        at=wire.timestamp(timezone.now()),
    )


def _html(message: Message) -> str:
    return html_of(message.body, message.html, message.renderer)

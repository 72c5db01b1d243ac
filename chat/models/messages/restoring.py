"""Having a message that was deleted say again what it said."""

from __future__ import annotations

from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.models.messages.log import changing
from chat.models.messages.message import Message
from chat.models.messages.quotes import quotes_of
from chat.wire.errors import NotAllowed


def restore(message: Message, body: str, html: str, renderer: int) -> wire.Edited:
    """Put back the words that it had; whoever calls it has seen that this may be.

    ``html``, ``renderer``: as they were kept with them.

    Raises:
        NotAllowed: it is not deleted.
    """
    place = message.conversation
    with changing() as told:
        message.changed = place.take_number()
        message.refresh_from_db(fields=["deleted"])
        if not message.deleted:
            raise NotAllowed("That message is there.")
        message.body, message.html, message.renderer = body, html, renderer
        message.deleted = False
        fields = "body", "html", "renderer", "deleted", "changed"
        message.save(update_fields=fields)
        event = wire.Edited(
            conversation=place.pk,
            seq=message.changed,
            target=message.seq,
            sender=message.author.name,
            author=message.author_id,
            body=body,
            html=html,
            at=wire.timestamp(timezone.now()),
            restored=True,
            action=message.action or UNSET,
        )
        _quote(message, event)
        told.append((place.groups, event))
    return event


def _quote(message: Message, event: wire.Edited) -> None:
    if message.reply_to is not None:
        spot = message.conversation_id, message.reply_to
        event.reply_to, event.quote = message.reply_to, quotes_of([spot])[spot]

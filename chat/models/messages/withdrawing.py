"""Taking back what somebody has given a message, who may be here no more."""

from __future__ import annotations

from django.utils import timezone

from chat import wire
from chat.models.messages.log import changing
from chat.models.messages.message import Reaction
from chat.text.emoji import same_emoji


def withdraw(given: Reaction) -> wire.Reacted:
    """Take a reaction back; whoever calls it has seen that this may be.

    Raises:
        NotAllowed: the message is deleted.
    """
    message, user = given.message, given.user
    with changing() as told:
        message.take_change()
        message.reactions.filter(pk=given.pk).delete()
        message.save(update_fields=["changed"])
        event = wire.Reacted(
            conversation=message.conversation_id,
            seq=message.changed,
            target=message.seq,
            sender=user.name,
            author=user.pk,
            emoji=same_emoji(given.emoji),
            on=False,
            at=wire.timestamp(timezone.now()),
        )
        told.append((message.conversation.groups, event))
    return event

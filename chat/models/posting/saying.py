"""One post by itself, for who is no session: pages, commands, tests."""

from __future__ import annotations

from uuid import UUID

from chat import wire
from chat.models.messages.message import Message
from chat.models.people.user import User
from chat.models.posting.draft import PostRequest
from chat.models.posting.steps import post_all
from chat.wire.errors import ChatError


def post(
    author: User, to: int | str, body: str, id: UUID, *, action: bool = False
) -> Message:
    """Say something where ``to`` means; see ``post_all``, also for errors.

    ``to``: a conversation's number, ``"#room"`` or ``"@name"``, which opens the direct
    conversation if there is none. The same ``id`` again gives the same message.
    """
    [result] = post_all([PostRequest(author, to, body, id, action=action)])
    if isinstance(result, ChatError):
        raise result
    assert isinstance(result, wire.Posted)  # it has not said that it would wait
    return Message.objects.select_related("conversation").get(
        conversation=result.conversation, seq=result.seq
    )

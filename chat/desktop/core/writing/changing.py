"""A message is changed: its words are a draft until the server has taken them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chat.desktop.core.chat import Chat
from chat.desktop.core.history.messages import Message
from chat.desktop.core.requests import OFFLINE, Refusal
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.writing.drafts import Draft, joined

GONE = Refusal("no-such-conversation", "There is no such message any more.")


def recall(chat: Chat, here: Conversation) -> tuple[Message | None, str]:
    """What is begun there: the message that is being changed, if one is, and the words.

    The words for a message that was deleted meanwhile are a draft again.
    """
    draft = chat.drafts.of(here)
    message = here.messages.get(draft.seq) if here.messages else None
    if message is not None and message.deleted:
        draft, message = Draft(joined(draft.text, draft.words)), None
        chat.drafts.keep(here, draft)
    return message, draft.text if message is None else draft.words


def change(
    chat: Chat,
    here: Conversation,
    message: Message,
    body: str,
    resumed: Callable[[], None],
) -> bool:
    """Have a message say that instead; false if that cannot be asked for now.

    If it is refused, it is begun once more, and ``resumed()`` is called.
    """
    if body == message.body:
        return True
    if not chat.requests.is_up:
        chat.requests.warn(OFFLINE)
        return False

    def refused(refusal: Refusal) -> None:
        draft = chat.drafts.of(here)
        if draft.seq or not _is_there(here, message):
            # Something else is being changed by now, or it cannot be changed any more.
            again = replace(draft, text=joined(draft.text, body))
        else:
            again = replace(draft, seq=message.seq, words=body)
        chat.drafts.keep(here, again)
        chat.requests.warn(refusal)
        resumed()

    if not _is_there(here, message):
        refused(GONE)
        return True
    about = {**here.at(message.seq), "body": body}
    chat.requests.ask({"type": "edit", **about}, refused=refused)
    return True


def _is_there(here: Conversation, message: Message) -> bool:
    """After a restore its number can be another one's, and nobody's at first."""
    same = here.messages.get(message.seq) if here.messages is not None else None
    return same is not None and same.id == message.id

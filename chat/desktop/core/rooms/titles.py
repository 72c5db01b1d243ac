"""What a conversation is called: a group by its people, one's notes as such."""

from __future__ import annotations

from chat.desktop.core.finding.fold import place_of
from chat.desktop.core.history.messages import Event
from chat.desktop.core.rooms.conversation import Conversation

NAMES_SHOWN = 3


def title_of(conversation: Conversation, you: int) -> str:
    """What it is called in lists, without its ``#`` or ``@``."""
    if conversation.person is not None and conversation.person == you:
        return f"{conversation.label} (notes)"
    names = [person["name"] for person in conversation.people]
    if not names:
        is_group = conversation.kind == "group"
        return conversation.name if is_group else conversation.label
    more = len(names) - NAMES_SHOWN
    title = ", ".join(names[:NAMES_SHOWN])
    return f"{title} +{more}" if more > 0 else title


def called(conversation: Conversation, you: int) -> str:
    """What it is called in sentences, and at its head."""
    title = title_of(conversation, you)
    return title if title != conversation.label else conversation.name


def rename_one(conversation: Conversation, person: Event) -> bool:
    """Somebody in a group is called otherwise: whether they are in this one."""
    if not let_one_go(conversation, person["id"]):
        return False
    people = [*conversation.people, person]
    conversation.people = sorted(people, key=lambda each: place_of(each["name"]))
    return True


def let_one_go(conversation: Conversation, person: int | None) -> bool:
    """Somebody has left a group: whether they were in this one."""
    others = [each for each in conversation.people if each["id"] != person]
    was_in = len(others) < len(conversation.people)
    conversation.people = others
    return was_in

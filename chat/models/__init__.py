"""People and conversations, with the verbs that change them."""

from chat.models import history
from chat.models.conversation import LOBBY, Conversation, groups_of_each
from chat.models.membership import (
    Membership,
    conversations_of,
    conversations_of_each,
)
from chat.models.message import Message, Reaction
from chat.models.posting import Said, post_all
from chat.models.user import User, ends_of

__all__ = [
    "LOBBY",
    "Conversation",
    "Membership",
    "Message",
    "Reaction",
    "Said",
    "User",
    "conversations_of",
    "conversations_of_each",
    "ends_of",
    "groups_of_each",
    "history",
    "post_all",
]

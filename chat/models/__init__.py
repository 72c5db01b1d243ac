"""People and conversations, with the verbs that change them."""

from chat.models.conversation import LOBBY, Conversation
from chat.models.membership import Membership, conversations_of
from chat.models.message import Message, Reaction
from chat.models.user import User

__all__ = [
    "LOBBY",
    "Conversation",
    "Membership",
    "Message",
    "Reaction",
    "User",
    "conversations_of",
]

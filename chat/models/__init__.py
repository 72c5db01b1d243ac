"""People and conversations, with the verbs that change them."""

from chat.models.members import offer
from chat.models.members.membership import Membership
from chat.models.members.sidebar import (
    as_seen_by,
    conversations_of,
    conversations_of_each,
    groups_of_each,
)
from chat.models.messages import following, pinning
from chat.models.messages.message import Message, Reaction
from chat.models.names import former_name
from chat.models.people import failed_login, visit
from chat.models.people.user import User, ends_of
from chat.models.posting.draft import PostRequest
from chat.models.posting.saying import post
from chat.models.posting.steps import post_all
from chat.models.rooms.conversation import Conversation
from chat.models.rooms.steered import LOBBY

__all__ = [
    "LOBBY",
    "Conversation",
    "Membership",
    "Message",
    "PostRequest",
    "Reaction",
    "User",
    "as_seen_by",
    "conversations_of",
    "conversations_of_each",
    "ends_of",
    "failed_login",
    "following",
    "former_name",
    "groups_of_each",
    "offer",
    "pinning",
    "post",
    "post_all",
    "visit",
]

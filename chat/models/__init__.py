"""People and conversations, with the verbs that change them."""

from chat.models import failed_login, following, former_name, offer, pinning, visit
from chat.models.conversation import Conversation
from chat.models.draft import PostRequest
from chat.models.membership import Membership
from chat.models.message import Message, Reaction
from chat.models.posting import post_all
from chat.models.saying import post
from chat.models.sidebar import (
    as_seen_by,
    conversations_of,
    conversations_of_each,
    groups_of_each,
)
from chat.models.steered import LOBBY
from chat.models.user import User, ends_of

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

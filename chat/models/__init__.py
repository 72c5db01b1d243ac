"""People and conversations, with the verbs that change them."""

from chat.models import following, history
from chat.models.conversation import LOBBY, Conversation
from chat.models.draft import PostRequest
from chat.models.limits import Allowance
from chat.models.membership import Membership
from chat.models.message import Message, Reaction
from chat.models.offer import (
    Offer,
    accept,
    decline,
    enter,
    invitations_of_each,
    invite,
)
from chat.models.pages import conversations_page, rooms_page
from chat.models.posting import post, post_all
from chat.models.sidebar import (
    as_seen_by,
    conversations_of,
    conversations_of_each,
    groups_of_each,
)
from chat.models.user import User, ends_of

__all__ = [
    "LOBBY",
    "Allowance",
    "Conversation",
    "Membership",
    "Message",
    "Offer",
    "PostRequest",
    "Reaction",
    "User",
    "accept",
    "as_seen_by",
    "conversations_of",
    "conversations_of_each",
    "conversations_page",
    "decline",
    "ends_of",
    "enter",
    "following",
    "groups_of_each",
    "history",
    "invitations_of_each",
    "invite",
    "post",
    "post_all",
    "rooms_page",
]

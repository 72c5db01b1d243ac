"""Who has read what was said, where few enough are to be asked.

Each of a room's readers is somebody to be told of, and told: among fifty that is cheap,
and says something.
"""

from __future__ import annotations

from django.db.models import QuerySet

from chat import wire
from chat.models.members.membership import Membership
from chat.models.messages.message import Message
from chat.models.people.user import User
from chat.models.rooms.conversation import Conversation
from chat.text.fold import place_of
from chat.wire.errors import NoSuchConversation, NotAllowed

PEOPLE_MOST = 50


def readers(number: int, user: User, seq: int | None = None) -> wire.Readers:
    """Who has read a message, of those who show it: by default one's own last one.

    Raises:
        NoSuchConversation, NotAMember
        NotAllowed: there are too many people, or ``user`` shows nobody what they read.
    """
    _require_receipts(user)
    conversation = Conversation.objects.numbered(number, user)
    members = list(_few(number).select_related("user"))
    if len(members) > PEOPLE_MOST:
        raise NotAllowed(
            "Who has read it can be seen among {count} person at most.",
            "Who has read it can be seen among {count} people at most.",
            count=PEOPLE_MOST,
        )
    message = _message(conversation, user, seq)
    people = [
        each.user.addressed
        for each in members
        if each.read >= message.seq
        and each.user.receipts
        and each.user_id != message.author_id
    ]
    people.sort(key=lambda person: place_of(person.name))
    return wire.Readers(conversation=number, seq=message.seq, people=people)


def news_of(read: dict[int, dict[int, int]]) -> list[tuple[tuple[str, ...], wire.Seen]]:
    """Whom to tell that people have read on, and what.

    ``read``: up to where, by conversation and person; nobody is told where there are
    too many, nor of those who do not show it.
    """
    found = Conversation.objects.in_bulk(read)
    told = []
    for number, conversation in found.items():
        rows = list(_few(number).values_list("user_id", "user__receipts"))
        shown = {person for person, receipts in rows if receipts}
        news = {who: seq for who, seq in read[number].items() if who in shown}
        if news and len(rows) <= PEOPLE_MOST:
            event = wire.Seen(conversation=number, read=news)
            told.append((conversation.groups, event))
    return told


def _few(number: int) -> QuerySet[Membership]:
    """Those who are in a conversation: one more than may be, if there are too many."""
    return Membership.objects.filter(conversation=number)[: PEOPLE_MOST + 1]


def _require_receipts(user: User) -> None:
    if not User.objects.filter(pk=user.pk, receipts=True).exists():
        raise NotAllowed("You do not show what you have read, so you see it of nobody.")


def _message(conversation: Conversation, user: User, seq: int | None) -> Message:
    said = conversation.messages.filter(deleted=False)
    if seq is not None:
        message = said.filter(seq=seq).first()
    else:
        message = said.filter(author=user).order_by("-seq").first()
    if message is None:
        raise NoSuchConversation("There is no such message.")
    return message

"""The polls of a conversation, and who has voted how."""

from __future__ import annotations

from chat import wire
from chat.models import Conversation, User
from chat.models.additions import own
from chat.models.messages import history
from chat.models.messages.message import message_of
from chat.models.messages.renewal import Spent
from chat.polls.models import Poll
from chat.polls.polling import NO_SUCH_POLL, polls_of
from chat.wire.errors import NoSuchConversation

# Of each option.
VOTERS_MOST = 200


def polls_in(reader: User, asked: wire.ListPolls, spent: Spent) -> wire.Polls:
    """A page of them, the last first; ``spent`` as of a page of history.

    Raises:
        NoSuchConversation, NotAMember
    """
    number = asked.conversation
    Conversation.objects.numbered(number, reader)
    found = polls_of(number)
    if asked.seq is not None:
        found = found.filter(seq=asked.seq)
    if asked.before is not None:
        found = found.filter(seq__lt=asked.before)
    last = found.order_by("-seq").values_list("seq", flat=True)
    seqs = list(last[: asked.limit + 1])
    wanted = [(number, seq) for seq in seqs[: asked.limit]]
    read = [*history.those(wanted, spent).values()]
    if asked.seq is not None and not read:
        raise NoSuchConversation(NO_SUCH_POLL)
    messages = [*own(reader, number, read)]
    return wire.Polls(
        conversation=number, messages=messages, more=len(read) < len(seqs)
    )


def voters_of(reader: User, asked: wire.FetchVoters) -> wire.Voters:
    """Who has chosen what.

    Raises:
        NoSuchConversation, NotAMember
    """
    place = asked.conversation, asked.seq
    message = message_of(*place, reader, asked.epoch)
    poll = Poll.objects.filter(conversation=place[0], seq=place[1]).first()
    if poll is None or message.deleted:
        raise NoSuchConversation(NO_SUCH_POLL)
    chosen = [
        list(poll.votes.filter(option=option).order_by("pk")[:VOTERS_MOST])
        for option in range(1, len(poll.texts) + 1)
    ]
    found = User.objects.in_bulk({vote.person_id for votes in chosen for vote in votes})
    people = {number: user.person for number, user in found.items()}
    voters = [
        [people[vote.person_id] for vote in votes if vote.person_id in people]
        for votes in chosen
    ]
    return wire.Voters(conversation=place[0], target=place[1], voters=voters)

"""Polls as messages show them: how they stand, and what the reader has chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import UNSET, structs

from chat import wire
from chat.models import User
from chat.models.additions import Place, at
from chat.models.messages.renewal import Spent, html_of
from chat.polls.counting import Counts, counted
from chat.polls.models import Poll, Vote
from chat.polls.wording import MARK, Sheet, question_in


def add(messages: Mapping[Place, wire.Message], spent: Spent) -> None:
    """Have those that ask something say it; nothing is looked up for the others."""
    wanted = {place for place, message in messages.items() if MARK in message.body}
    if not wanted:
        return
    polls = list(Poll.objects.filter(at(wanted)))
    its = [messages[poll.conversation_id, poll.seq] for poll in polls]
    bodies = [message.body for message in its]
    for message, told in zip(its, standings(polls, bodies, spent), strict=True):
        message.poll = told


def add_own(
    reader: User, number: int, messages: Sequence[wire.Message]
) -> Sequence[wire.Message]:
    """With what the reader has chosen; others read the messages, too."""
    asking = [each.seq for each in messages if each.poll is not UNSET]
    if not asking:
        return messages
    mine: dict[int, list[int]] = defaultdict(list)
    found = Vote.objects.filter(
        person=reader, poll__conversation=number, poll__seq__in=asking
    )
    rows = found.order_by("option").values_list("poll__seq", "option")
    for seq, option in rows:
        mine[seq].append(option)
    return [_with_own(each, mine) for each in messages]


def _with_own(message: wire.Message, mine: Mapping[int, list[int]]) -> wire.Message:
    if message.poll is UNSET:
        return message
    poll = structs.replace(message.poll, mine=mine.get(message.seq, []))
    return structs.replace(message, poll=poll)


def standings(
    polls: Sequence[Poll], bodies: Sequence[str], spent: Spent | None = None
) -> list[wire.Poll]:
    """How these stand, whose messages say that; ``spent`` as of ``html_of``."""
    each = zip(polls, bodies, counted(polls), strict=True)
    return [standing(*its, spent) for its in each]


def standing(
    poll: Poll, body: str, counts: Counts, spent: Spent | None = None
) -> wire.Poll:
    """How one stands, of which so many have chosen what."""
    return wire.Poll(
        html=html_of(question_in(body), "", 0, spent),
        options=[
            wire.PollOption(text=text, votes=votes)
            for text, votes in zip(poll.texts, counts.votes, strict=True)
        ],
        voters=counts.voters,
        many=poll.many,
        closed=poll.closed,
    )


def begun(sheet: Sheet, html: str) -> wire.Poll:
    """One in which nobody has voted yet."""
    options = [wire.PollOption(text=text, votes=0) for text in sheet.options]
    return wire.Poll(
        html=html, options=options, voters=0, many=sheet.many, closed=False
    )

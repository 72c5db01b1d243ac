"""What becomes of a poll when its message is edited, or deleted."""

from __future__ import annotations

from collections.abc import Sequence

from chat import wire
from chat.polls import counting
from chat.polls.models import Poll
from chat.polls.reading import standing
from chat.polls.wording import MARK, body_of, clean_question, question_in


def keep(events: Sequence[wire.LogEvent]) -> None:
    """The hook: who edits what asks tells how it stands; what is deleted is no poll."""
    for event in events:
        if isinstance(event, wire.Deleted):
            # Locked first: what somebody chooses just now is there, and goes with it.
            poll = _at((event.conversation, event.target), locked=True)
            if poll is not None:
                poll.delete()
        elif isinstance(event, wire.Edited) and MARK in event.body:
            poll = _at((event.conversation, event.target))
            if poll is not None:
                [counts] = counting.counted([poll])
                event.poll = standing(poll, event.body, counts)


def reword(place: tuple[int, int], before: str, text: str) -> str:
    """Of a poll other words for the question are stored: its options stay.

    Raises:
        Malformed, TooLong: of the question.
    """
    poll = _at(place) if MARK in before else None
    if poll is None:
        return text
    return body_of(clean_question(question_in(text)), poll.texts)


def _at(place: tuple[int, int], *, locked: bool = False) -> Poll | None:
    found = Poll.objects.select_for_update() if locked else Poll.objects.all()
    return found.filter(conversation=place[0], seq=place[1]).first()

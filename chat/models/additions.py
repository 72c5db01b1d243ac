"""What capabilities add to what is read of the logs: fields that they know of.

Each is called with all that one answer has, and asks the database once, or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from chat import wire
from chat.models.messages.renewal import Spent
from chat.models.people.user import User

# A conversation's number, and a message's.
Place = tuple[int, int]
# What is rendered for it is noted in the second: whoever reads pays for it.
ToMessages = Callable[[Mapping[Place, wire.Message], Spent], None]
# For whoever reads these of a conversation of that number; others are told them, too.
OfReader = Callable[[User, int, Sequence[wire.Message]], Sequence[wire.Message]]
# By the person who sees them so.
ToConversations = Callable[[Mapping[int, Sequence[wire.Conversation]]], None]

# Of these people, by their number, how those are muted on the whole site who are.
OfMuted = Callable[[Collection[int]], Mapping[int, wire.MutedOne]]

# Whoever has one appends it in their app's ``ready()``.
MESSAGES: list[ToMessages] = []
CONVERSATIONS: list[ToConversations] = []
OF_READERS: list[OfReader] = []
MUTED: list[OfMuted] = []


def own(
    reader: User, number: int, messages: Sequence[wire.Message]
) -> Sequence[wire.Message]:
    """Messages with what is the reader's own of them: the same, if nothing is."""
    for add in OF_READERS:
        messages = add(reader, number, messages)
    return messages


def muted_among(people: Collection[int]) -> dict[int, wire.MutedOne]:
    """How those of these are muted on the whole site who are, by their number."""
    return {person: its for of in MUTED for person, its in of(people).items()}


def at(places: Iterable[Place]) -> Q:
    """What is at these places, in a table that has ``conversation`` and ``seq``."""
    numbers: dict[int, list[int]] = defaultdict(list)
    for number, seq in places:
        numbers[number].append(seq)
    found = Q(pk__in=[])
    for number, seqs in numbers.items():
        found |= Q(conversation=number, seq__in=seqs)
    return found

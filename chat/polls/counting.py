"""How many have chosen what: kept with a poll, and changed by each vote.

Else whoever votes would count all the others, in the thread that writes. The version
before, which may run beside, does not keep it: each time that everybody is told how a
poll stands it is counted anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Count

from chat.polls.models import Poll, Vote


class Counts(NamedTuple):
    """How many people have voted, and by option how many have chosen it."""

    voters: int
    votes: tuple[int, ...]

    def changed(self, before: Collection[int], now: Collection[int]) -> Counts:
        """When somebody who had chosen ``before`` chooses others."""
        votes = tuple(
            count + (option in now) - (option in before)
            for option, count in enumerate(self.votes, start=1)
        )
        return Counts(self.voters + bool(now) - bool(before), votes)


def counted(polls: Collection[Poll]) -> list[Counts]:
    """Of each of them, as the votes are."""
    found = Vote.objects.filter(poll__in=[poll.pk for poll in polls])
    rows = found.values_list("poll", "option").annotate(Count("pk")).order_by()
    votes: dict[int, dict[int, int]] = defaultdict(dict)
    for poll, option, count in rows:
        votes[poll][option] = count
    people = found.values_list("poll").annotate(Count("person", distinct=True))
    voters = dict(people.order_by())
    return [
        Counts(
            voters.get(poll.pk, 0),
            tuple(
                votes[poll.pk].get(option, 0)
                for option in range(1, len(poll.texts) + 1)
            ),
        )
        for poll in polls
    ]


def kept(poll: Poll) -> Counts:
    """As it is kept; of a poll of the version before, as the votes are."""
    voters, *votes = map(int, poll.counts.split() or "0")
    if len(votes) == len(poll.texts):
        return Counts(voters, tuple(votes))
    [counts] = counted([poll])
    return counts


def keep(poll: Poll, counts: Counts) -> None:
    """Have that kept, when the poll is saved."""
    poll.counts = " ".join(map(str, (counts.voters, *counts.votes)))

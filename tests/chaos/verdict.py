"""The comparison of what everybody was told and saw with the database. No I/O.

A *miss* is a broken promise, of one of these kinds:

lost        was accepted, or is in the log, and somebody who should have it has not
doubled     is there twice, or its number is
reordered   is not where it was said to be, or came in another order
leaked      was received by somebody whom it does not concern
hole        a number of a log that nothing explains
stuck       a post that was never answered, or refused for no reason
unread      how far somebody has read went back, or not all their clients know it
presence    the list of people is not true in the end
unlawful    was said, done or refused against what the log says of who may
deaf        live events do not come any more, although everything is healed
died        a process that nobody killed
"""

from tests.chaos.checks import (
    accepted,
    copies,
    followers,
    numbers,
    people,
    pushed,
    sittings,
    steered,
    timelines,
)
from tests.chaos.facts import Facts, Miss
from tests.chaos.history import History

KINDS = (
    "lost",
    "doubled",
    "reordered",
    "leaked",
    "hole",
    "stuck",
    "unread",
    "presence",
    "unlawful",
    "deaf",
    "died",
)


def judge(history: History) -> list[Miss]:
    """Every promise that was broken; none: the run has passed."""
    facts = Facts(history)
    checks = (
        accepted.order_of_saying,
        copies.gaps_in_the_end,
        copies.logs,
        copies.whereabouts,
        steered.allowed,
        steered.roles,
        steered.refusals,
        numbers.numbers,
        sittings.sittings,
        copies.read_state,
        people.presence,
        accepted.answers,
        followers.followers,
        pushed.told,
        timelines.ends,
        timelines.rows,
    )
    return [
        *judge_so_far(history),
        *(miss for check in checks for miss in check(facts)),
    ]


def judge_so_far(history: History) -> list[Miss]:
    """The promises that must hold at every moment, while much is still under way."""
    facts = Facts(history)
    checks = (
        accepted.posts,
        accepted.lines_said,
        accepted.stored_once,
        accepted.backed_up,
        copies.gaps_so_far,
        copies.live_order,
        copies.read_back,
        people.secrets,
        pushed.once,
        steered.put_out,
        timelines.unbroken,
    )
    return [miss for check in checks for miss in check(facts)]


def is_told_all(history: History) -> bool:
    """Whether people at ``nc`` and the follower of the logs have been told everything
    that they should have, everybody's clients know how far they have read, and what
    pages show ends where the lobby does, and a phone was told what it should be.
    """
    facts = Facts(history)
    checks = (
        sittings.sittings,
        copies.read_state,
        copies.whereabouts,
        followers.followers,
        pushed.told,
        timelines.ends,
    )
    return not any(any(check(facts)) for check in checks)

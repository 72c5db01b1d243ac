"""The room that is steered: what its log says is what was allowed, told and is so."""

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate

from tests.chaos.facts import Facts, Miss
from tests.chaos.history import Move, Person, Program, Refusal
from tests.chaos.replay import LEVELS, MEMBER, State, states

OUT = {"not-a-member", "no-such-conversation"}
SILENT = {"not-allowed"}
# When it was first seen that a log has come to a number.
Known = Callable[[int], float]


def put_out(facts: Facts) -> Iterator[Miss]:
    """Whoever was put out is shown nothing that came later, until they are in again."""
    back = _back(facts)
    for client in _clients(facts):
        for at, seq in _sights(client, facts):
            for since, until in back.get(client.person, ()):
                if since < seq and at < until:
                    text = f"{client.name} was put out at {since} and shown {seq}"
                    yield Miss("leaked", f"{text}, at {at:.2f}")


def allowed(facts: Facts) -> Iterator[Miss]:
    """What was said and done there, was so by somebody who might."""
    number = facts.history.steered
    room = facts.conversations.get(number)
    if room is None:
        return
    state, *later = states(facts)
    for seq in sorted({*room.happened, *facts.messages[number]}):
        if said := facts.messages[number].get(seq):
            if not state.may_post(said.author):
                yield Miss("unlawful", f"{seq} was said by {said.author}: {state}")
            continue
        event = room.happened[seq]
        if not state.may_happen(event):
            yield Miss("unlawful", f"{seq}, {event}, has happened: {state}")
        state = later.pop(0)


def roles(facts: Facts) -> Iterator[Miss]:
    """Everybody there is what the log says of them."""
    room = facts.conversations.get(facts.history.steered)
    if room is None:
        return
    last = states(facts)[-1]
    for person, role in sorted(room.roles.items()):
        if LEVELS[role] != (said := last.roles.get(person, MEMBER)):
            yield Miss("lost", f"{person} is {role}, and not {said} as the log says")


def refusals(facts: Facts) -> Iterator[Miss]:
    """What was refused was so at a moment at which there was a reason."""
    known, found = _known(facts), states(facts)
    ends = [known(state.since) for state in found[1:]] + [math.inf]
    for client in _clients(facts):
        for refusal in client.visits.refusals:
            possible = [
                state
                for state, end in zip(found, ends, strict=True)
                if state.at < refusal.known and end > refusal.sent
            ]
            is_out = any(
                _may_be_out(facts, client.person, each, refusal, known)
                for each in possible
            )
            is_silent = any(not each.may_post(client.person) for each in possible)
            if not _has_reason(refusal.code, is_out=is_out, is_silent=is_silent):
                why = _known_of(facts, client.person, possible)
                yield Miss("unlawful", f"{refusal} to {client.name}: {why}")


# --- Steps ----------------------------------------------------------------------------


def _clients(facts: Facts) -> list[Program | Person]:
    return [*facts.history.programs, *facts.history.people]


def _sights(client: Program | Person, facts: Facts) -> Iterator[tuple[float, int]]:
    yield from client.visits.sights
    for sitting in client.sittings if isinstance(client, Person) else ():
        for line in sitting.lines:
            place = facts.place(line.token)
            if place and place[0] == facts.history.steered:
                yield line.at, place[1]


def _back(facts: Facts) -> dict[str, list[tuple[int, float]]]:
    """At which numbers each was put out, and before when they were not in again."""
    found: dict[str, list[tuple[int, float]]] = {}
    room = facts.conversations.get(facts.history.steered)
    for seq, event in room.happened.items() if room else ():
        if event.kind in ("kicked", "banned"):
            until = min(_moves(facts, event.whom, event.at), default=math.inf)
            found.setdefault(event.whom, []).append((seq, until))
    return found


def _moves(facts: Facts, person: str, at: float) -> Iterator[float]:
    """From when on somebody may have been in again who was put out ``at``."""
    for client in _clients(facts):
        for move in client.visits.moves if client.person == person else ():
            if not move.failed and move.known > at:
                yield max(move.sent, at)


def _known(facts: Facts) -> Known:
    sights = sorted(
        (seq, at) for client in _clients(facts) for at, seq in client.visits.sights
    )
    first = list(accumulate((at for _, at in reversed(sights)), min))[::-1]

    def known(seq: int) -> float:
        which = bisect_left(sights, (seq, -math.inf))
        return first[which] if which < len(first) else math.inf

    return known


def _has_reason(code: str, *, is_out: bool, is_silent: bool) -> bool:
    if code.startswith("! "):
        return is_out or is_silent
    return (is_out and code in OUT) or (is_silent and code in SILENT)


def _known_of(facts: Facts, person: str, possible: list[State]) -> str:
    """All that the verdict knows of somebody's coming in and being put out."""
    outs = [(each.since, each.at, each.out.get(person)) for each in possible]
    moves = [
        each
        for client in _clients(facts)
        if client.person == person
        for each in client.visits.moves
    ]
    return f"out {outs}, came in by {moves}"


def _may_be_out(
    facts: Facts, person: str, state: State, refusal: Refusal, known: Known
) -> bool:
    """Unless they have come in, as they knew before, by a wish of after that."""

    def is_sure(move: Move) -> bool:
        return not move.failed and not move.in_doubt

    since = state.out.get(person)
    if since is None:
        return False
    return not any(
        move.sent > known(since) and move.known < refusal.sent and is_sure(move)
        for client in _clients(facts)
        for move in client.visits.moves
        if client.person == person
    )

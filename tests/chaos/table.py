"""What was done in a run and what came of it, as a person reads it."""

import re
from collections import Counter
from collections.abc import Sequence

from tests.chaos import cast
from tests.chaos.facts import Miss
from tests.chaos.history import History
from tests.chaos.plan import Result
from tests.chaos.verdict import KINDS

Rows = Sequence[tuple[str, object]]

MISSES_SHOWN = 10
WIDTH = 46
# The last line of a traceback.
FAILURE = r"^(?:[A-Za-z_]+\.)*[A-Za-z_]*(?:Error|Exception).*$"
WORDS = {
    "lost": "lost",
    "doubled": "doubled",
    "reordered": "reordered",
    "leaked": "seen by outsiders, or those who were put out",
    "hole": "numbers that nothing explains",
    "stuck": "posts never answered, or refused for no reason",
    "unread": "wrong about how far somebody has read",
    "presence": "wrong about who is here",
    "unlawful": "done or refused against what one may",
    "deaf": "clients that hear nothing live any more",
    "died": "processes that died by themselves",
}


SET = "speakers", "archived", "private", "slow", "keep", "lock", "unlisted"


def table(result: Result) -> str:
    """What was done and what came of it."""
    misses = Counter(miss.kind for miss in result.misses)
    sections = {
        "Done": _done(result),
        "Faults": sorted(result.faults.items()),
        "Server errors": _errors(result.output).most_common(),
        "Misses": [(WORDS[kind], misses[kind]) for kind in KINDS],
    }
    return "\n".join(
        [
            *(_section(title, rows) for title, rows in sections.items() if rows),
            *_shown(result.misses),
            f"\nFAILED: {len(result.misses)} misses"
            if result.misses
            else "\nPassed: nothing was lost, doubled, reordered or leaked",
        ]
    )


def _section(title: str, rows: Rows) -> str:
    lines = [f"  {name:<{WIDTH}}{value:>7}" for name, value in rows]
    return "\n".join([f"\n{title}", *lines])


def _shown(misses: list[Miss]) -> list[str]:
    if not misses:
        return []
    lines = [f"  {miss}" for miss in misses[:MISSES_SHOWN]]
    if more := len(misses[MISSES_SHOWN:]):
        lines.append(f"  and {more} more")
    return ["", *lines]


def _done(result: Result) -> Rows:
    counts, history = result.chronicle.counts, result.history
    posted = {one.id for program in history.programs for one in program.posted}
    said = [token for person in history.people for token in person.accepted]
    silence, slowest = result.chronicle.longest, _slowest(history)
    whose = f" ({silence.who} at {silence.at:.0f} s)" if silence.who else ""
    return [
        *_clients(history),
        ("messages accepted", len(posted) + len(said)),
        *_steered(history),
        ("pushed to who is never here", len(history.pushed or ())),
        ("events seen", counts["events"]),
        ("reconnects", counts["reconnects"]),
        ("holes filled", counts["holes"]),
        (f"longest silence{whose}", f"{silence.seconds:.1f} s"),
        (f"slowest answer to a post ({slowest[1]})", f"{slowest[0]:.1f} s"),
    ]


def _clients(history: History) -> Rows:
    """How many there were, by door."""
    doors = Counter(seat.door for seat in cast.SEATS)
    cast_names = {seat.name for seat in cast.SEATS}
    visitors = sum(p.left and p.name not in cast_names for p in history.programs)
    return [
        *((f"clients at the {door} door", count) for door, count in doors.items()),
        ("guests who came and went", visitors),
    ]


def _steered(history: History) -> Rows:
    """What was done in the room that is steered, and refused."""
    rooms = [each for each in history.conversations if each.number == history.steered]
    kinds = Counter(it.kind for room in rooms for it in room.happened.values())
    clients = (*history.programs, *history.people)
    return [
        ("put out of a room", kinds["kicked"] + kinds["banned"]),
        ("roles given", kinds["role"]),
        ("rooms renamed", kinds["name"]),
        ("rooms set otherwise", sum(kinds[each] for each in SET)),
        ("posts refused there", sum(len(c.visits.refusals) for c in clients)),
    ]


def _slowest(history: History) -> tuple[float, str]:
    """How long it took, whose it was and when it was sent."""
    answers: dict[str, float] = {}
    for program in history.programs:
        for posted in program.posted:
            answers.setdefault(posted.id, posted.at)
    waits = [
        (answers[said.id] - said.at, f"{program.name} at {said.at:.0f} s")
        for program in history.programs
        for said in program.said
        if said.id in answers
    ]
    return max(waits, default=(0.0, "nobody"))


def _errors(output: dict[str, str]) -> Counter[str]:
    """The last line of each traceback that the processes have printed."""
    found: Counter[str] = Counter()
    for text in output.values():
        found.update(line[: WIDTH - 2] for line in re.findall(FAILURE, text, re.M))
    return found

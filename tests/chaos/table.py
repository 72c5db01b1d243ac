"""What was done in a run and what came of it, as a person reads it."""

import re
from collections import Counter

from tests.chaos.history import History
from tests.chaos.run import Result
from tests.chaos.verdict import KINDS

MISSES_SHOWN = 10
# The last line of a traceback.
FAILURE = r"^(?:[A-Za-z_]+\.)*[A-Za-z_]*(?:Error|Exception).*$"


def table(result: Result) -> str:
    """What was done and what came of it."""
    chronicle, history = result.chronicle, result.history
    posted = {one.id for program in history.programs for one in program.posted}
    said = [token for person in history.people for token in person.accepted]
    silence = chronicle.longest
    where = f"{silence.who} at {silence.at:.0f} s" if silence.who else ""
    counts = Counter(miss.kind for miss in result.misses)
    rows = [
        ("messages accepted", len(posted) + len(said)),
        ("events seen", chronicle.counts["events"]),
        ("reconnects", chronicle.counts["reconnects"]),
        ("holes filled", chronicle.counts["holes"]),
        ("longest silence", f"{silence.seconds:.1f} s  {where}"),
        ("slowest answer to a post", f"{_slowest(history):.1f} s"),
        *((f"fault: {kind}", count) for kind, count in sorted(result.faults.items())),
        *((kind, counts[kind]) for kind in KINDS),
    ]
    lines = [f"  {name:<44}{value}" for name, value in rows]
    lines += [f"  {n:<44}{c}" for n, c in _errors(result.output).most_common()]
    shown = [f"! {miss}" for miss in result.misses[:MISSES_SHOWN]]
    more = len(result.misses) - len(shown)
    return "\n".join([*lines, *shown, *([f"! and {more} more"] if more > 0 else [])])


def _slowest(history: History) -> float:
    sent = {said.id: said.at for program in history.programs for said in program.said}
    answers: dict[str, float] = {}
    for program in history.programs:
        for posted in program.posted:
            answers.setdefault(posted.id, posted.at)
    waits = [at - sent[id] for id, at in answers.items() if id in sent]
    return max(waits, default=0.0)


def _errors(output: dict[str, str]) -> Counter[str]:
    """The last line of each traceback that the processes have printed."""
    found: Counter[str] = Counter()
    for text in output.values():
        found.update(f"server: {line[:70]}" for line in re.findall(FAILURE, text, re.M))
    return found

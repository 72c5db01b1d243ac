"""What stands in the pages is what is stored: all of it, once, and in its order."""

from collections.abc import Iterator

from tests.chaos.facts import Facts, Miss, increasing, tokens_of
from tests.chaos.history import Row, Stored


def unbroken(facts: Facts) -> Iterator[Miss]:
    """At every moment: it is a piece of the log, without holes."""
    stored = facts.messages[facts.history.lobby].keys()
    for timeline in facts.history.timelines:
        where = f"in the page of {timeline.name}"
        lost: set[int] = set()
        for seqs in timeline.seen:
            yield from increasing(seqs, where)
            within = range(min(seqs, default=0), max(seqs, default=0))
            lost |= stored & (set(within) - set(seqs))
        for seq in sorted(lost):
            yield Miss("lost", f"{where} stood those beside {seq} without it")


def ends(facts: Facts) -> Iterator[Miss]:
    """The last message stands there, what was written is stored, and nothing waits."""
    last = max(facts.messages[facts.history.lobby], default=0)
    programs = {program.name: program for program in facts.history.programs}
    for timeline in facts.history.timelines:
        where = f"the page of {timeline.name}"
        if timeline.last != last:
            yield Miss("lost", f"{where} ends at {timeline.last} of {last}")
        for id in timeline.waiting:
            yield Miss("stuck", f"{id} waits in {where}")
        for said in programs[timeline.name].said:
            if not facts.by_id[said.id] and said.id not in timeline.waiting:
                yield Miss("lost", f"{said.id} was written in {where}")


def rows(facts: Facts) -> Iterator[Miss]:
    """Whoever has scrolled through has seen every message, as it reads."""
    stored = facts.messages[facts.history.lobby]
    for timeline in facts.history.timelines:
        if timeline.rows is None:
            continue
        where = f"in the page of {timeline.name}"
        here = {row.seq: row for row in timeline.rows}
        for seq in sorted(stored.keys() - here.keys()):
            yield Miss("lost", f"{where} there is no {seq}: {stored[seq].body[:60]!r}")
        for seq in sorted(here.keys() - stored.keys()):
            yield Miss("lost", f"{where} stands {seq}, which is not stored")
        for seq in sorted(here.keys() & stored.keys()):
            yield from _row(here[seq], stored[seq], f"{where}, {seq}")


def _row(row: Row, stored: Stored, where: str) -> Iterator[Miss]:
    if row.id != stored.id:
        yield Miss("reordered", f"{where} is {row.id}, stored is {stored.id}")
        return
    is_edited = stored.edited and not stored.deleted
    wanted = Row(
        stored.seq,
        stored.id,
        stored.author,
        tuple(tokens_of(stored.body)),
        stored.changed,
        is_edited,
        stored.deleted,
        stored.reactions,
    )
    if row != wanted:
        yield Miss("lost", f"{where} stands {row!r:.200}, stored is {wanted!r:.200}")

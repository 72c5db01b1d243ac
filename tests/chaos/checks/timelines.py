"""What stands in the pages is what is stored: all of it, once, and in its order."""

from collections.abc import Iterator

from tests.chaos.facts import Facts, Miss, increasing, tokens_of
from tests.chaos.history import Row, Stored


def order(facts: Facts) -> Iterator[Miss]:
    """At every moment."""
    for timeline in facts.history.timelines:
        for seqs in timeline.snapshots:
            yield from increasing(seqs, f"in the page of {timeline.name}")


def ends(facts: Facts) -> Iterator[Miss]:
    """The last message stands there, and nothing waits."""
    last = max(facts.messages[facts.history.lobby], default=0)
    for timeline in facts.history.timelines:
        if timeline.last != last:
            text = f"the page of {timeline.name} ends at {timeline.last} of {last}"
            yield Miss("lost", text)
        for id in timeline.waiting:
            yield Miss("stuck", f"{id} waits in the page of {timeline.name}")


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

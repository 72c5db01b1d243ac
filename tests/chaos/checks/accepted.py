"""What was accepted is stored, once, and in the order of saying."""

from collections import defaultdict
from collections.abc import Iterator

from tests.chaos.facts import Facts, Miss
from tests.chaos.history import Place


def posts(facts: Facts) -> Iterator[Miss]:
    told = defaultdict(set)
    for program in facts.history.programs:
        for posted in program.posted:
            told[posted.id].add(posted.place)
    for id, places in told.items():
        stored = {(m.conversation, m.seq) for m in facts.by_id[id]}
        if len(places) > 1:
            yield Miss("doubled", f"{id} was posted at {sorted(places)}")
        if not stored:
            yield Miss("lost", f"{id} was posted at {places}, and is not stored")
        elif len(places) == 1 and stored != places and len(stored) == 1:
            yield Miss("reordered", f"{id} was posted at {places}, stored at {stored}")


def lines_said(facts: Facts) -> Iterator[Miss]:
    for person in facts.history.people:
        for token in person.accepted:
            if not facts.by_token[token]:
                yield Miss("lost", f"{token} of {person.name} is not stored")


def backed_up(facts: Facts) -> Iterator[Miss]:
    """A backup has what was accepted before it was begun, where it was."""
    for restored in facts.history.restored:
        there = {(m.conversation, m.seq): m.id for m in restored.messages}
        where = f"is not in the backup of {restored.began:.1f}"
        for program in facts.history.programs:
            for posted in program.posted:
                is_due = posted.at < restored.began
                if is_due and there.get(posted.place) != posted.id:
                    yield Miss(
                        "lost", f"{posted.id}, posted at {posted.at:.1f}, {where}"
                    )
        for person in facts.history.people:
            for token, (_, known) in person.accepted.items():
                if known < restored.began and facts.place(token) not in there:
                    yield Miss("lost", f"{token} of {person.name} {where}")


def stored_once(facts: Facts) -> Iterator[Miss]:
    for what in (facts.by_id, facts.by_token):
        for key, found in what.items():
            if len(found) > 1:
                places = [(m.conversation, m.seq) for m in found]
                yield Miss("doubled", f"{key} is stored at {places}")


def order_of_saying(facts: Facts) -> Iterator[Miss]:
    """What was said after something else had been accepted has a higher number."""
    events = defaultdict(list)
    for sent, known, (conversation, seq) in _utterances(facts):
        events[conversation] += [(known, 1, seq), (sent, 0, seq)]
    for conversation, times in events.items():
        accepted = 0
        for _, is_known, seq in sorted(times):
            if is_known:
                accepted = max(accepted, seq)
            elif seq < accepted:
                text = f"{seq} of {conversation} was said after {accepted} was accepted"
                yield Miss("reordered", text)


def _utterances(facts: Facts) -> Iterator[tuple[float, float, Place]]:
    """When something was first sent, when it was known to be accepted, its place."""
    sent = {said.id: said.at for p in facts.history.programs for said in p.said}
    known: dict[str, float] = {}
    for program in facts.history.programs:
        for posted in program.posted:
            known[posted.id] = min(posted.at, known.get(posted.id, posted.at))
    for id, at in known.items():
        for message in facts.by_id[id][:1]:
            yield sent.get(id, at), at, (message.conversation, message.seq)
    for person in facts.history.people:
        for token, (at, until) in person.accepted.items():
            if place := facts.place(token):
                yield at, until, place


def answers(facts: Facts) -> Iterator[Miss]:
    for program in facts.history.programs:
        for id in program.pending if not program.left else ():
            yield Miss("stuck", f"{id} of {program.name} was never answered")
    for client in (*facts.history.programs, *facts.history.people):
        for refused in client.refused:
            yield Miss("stuck", f"{refused} to {client.name}")
    for text in facts.history.deaf:
        yield Miss("deaf", text)
    for text in facts.history.died:
        yield Miss("died", text)

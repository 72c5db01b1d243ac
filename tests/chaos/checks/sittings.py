"""What people at ``nc`` were shown."""

from collections.abc import Iterator

from tests.chaos.facts import Facts, Miss, by_conversation, increasing, tokens_of
from tests.chaos.history import Person, Sitting, Stored


def sittings(facts: Facts) -> Iterator[Miss]:
    sent = dict(_first_sent(facts))
    for person in facts.history.people:
        for number, sitting in enumerate(person.sittings, 1):
            what = f"{person.name}, sitting {number}"
            yield from _sitting(person, sitting, facts, sent, what)


def _first_sent(facts: Facts) -> Iterator[tuple[str, float]]:
    for program in facts.history.programs:
        for said in program.said:
            yield said.id, said.at
    for person in facts.history.people:
        for token, (at, _) in person.accepted.items():
            for message in facts.by_token[token]:
                yield message.id, at


def _sitting(
    person: Person, sitting: Sitting, facts: Facts, sent: dict[str, float], what: str
) -> Iterator[Miss]:
    lines = [line.token for line in sitting.lines if not line.edited]
    places = [place for place in map(facts.place, lines) if place]
    shown = by_conversation(places)
    tokens = {line.token for line in sitting.lines}
    for conversation in facts.conversations_of(person.person):
        number = conversation.number
        yield from increasing(shown[number], f"{what}: {number}")
        if number in facts.history.restless:
            continue
        for message in _due(sitting, facts.messages[number], shown[number], sent):
            if message.seq not in shown[number]:
                text = f"{what}: {number} lacks {message.seq}: {message.body[:60]!r}"
                yield Miss("lost", text)
            elif sitting.whole and not tokens.intersection(tokens_of(message.body)):
                yield Miss("lost", f"{what}: {number} lacks an edit of {message.seq}")


def _due(
    sitting: Sitting,
    messages: dict[int, Stored],
    shown: list[int],
    sent: dict[str, float],
) -> Iterator[Stored]:
    """What should have been shown: between the first and the last that was, and
    everything that was said since, where the connection stayed to the end."""
    first, last = min(shown, default=0), max(shown, default=0)
    for message in messages.values():
        since = sent.get(message.id, 0.0) > sitting.since or (0 < first <= message.seq)
        due = since if sitting.whole else first <= message.seq <= last
        is_own = sitting.said.intersection(tokens_of(message.body))
        if due and not message.deleted and not is_own:
            yield message

"""Every number of a log is explained, and taken once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from tests.chaos.facts import Facts, Miss
from tests.chaos.history import Conversation, Place


def numbers(facts: Facts) -> Iterator[Miss]:
    heard = defaultdict(set)
    for program in facts.history.programs:
        for place, description in program.events:
            heard[place].add(description)
    for place, descriptions in heard.items():
        if len(descriptions) > 1:
            yield Miss("doubled", f"{place} was {' and '.join(sorted(descriptions))}")
    for conversation in facts.history.conversations:
        yield from _numbers_of(conversation, facts, heard.keys())


def _numbers_of(
    conversation: Conversation, facts: Facts, heard: Iterable[Place]
) -> Iterator[Miss]:
    number, head = conversation.number, conversation.head
    taken = Counter(conversation.happened.keys())
    for message in facts.messages[number].values():
        taken.update({message.seq, message.changed})
    for seq, count in taken.items():
        if count > 1:
            yield Miss("doubled", f"{seq} of {number} was taken {count} times")
    explained = {*taken, *(seq for place, seq in heard if place == number)}
    for seq in sorted(seq for seq in explained if seq > head):
        yield Miss("hole", f"{seq} of {number} is above the head, {head}")
    unknown = set(range(1, head + 1)) - explained
    in_doubt = sum(p.unanswered[number] for p in facts.history.programs)
    if len(unknown) > in_doubt:
        text = f"{sorted(unknown)} of {number}, with {in_doubt} changes in doubt"
        yield Miss("hole", text)

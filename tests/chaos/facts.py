"""What happened in a run, ways to find something in it, and a promise broken."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.chaos.chronicle import TOKEN
from tests.chaos.history import Conversation, History, Log, Place, Program, Stored


@dataclass(frozen=True)
class Miss:
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


class Facts:
    """The history, and ways to find something in it."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.conversations = {each.number: each for each in history.conversations}
        self.messages: dict[int, dict[int, Stored]] = defaultdict(dict)
        self.by_id: dict[str, list[Stored]] = defaultdict(list)
        self.by_token: dict[str, list[Stored]] = defaultdict(list)
        for message in history.messages:
            self.messages[message.conversation][message.seq] = message
            self.by_id[message.id].append(message)
            for token in tokens_of(message.body):
                self.by_token[token].append(message)

    def place(self, token: str) -> Place | None:
        """The message that a token was, or is, in."""
        word = self.history.words.get(token)
        if word is not None and word.target is not None:
            return word.target
        found = self.by_id[word.id] if word and word.id else self.by_token[token]
        return (found[0].conversation, found[0].seq) if found else None

    def conversations_of(self, person: str) -> list[Conversation]:
        return [c for c in self.conversations.values() if person in c.members]


def tokens_of(text: str) -> list[str]:
    return TOKEN.findall(text)


def copies(facts: Facts) -> Iterator[tuple[Program, Conversation, Log]]:
    for program in facts.history.programs:
        if not program.left:
            for conversation in facts.conversations_of(program.person):
                log = program.logs.get(conversation.number, Log(0, {}))
                yield program, conversation, log


def by_conversation(places: Iterable[Place]) -> dict[int, list[int]]:
    found = defaultdict(list)
    for conversation, seq in places:
        found[conversation].append(seq)
    return found


def increasing(seqs: list[int], what: str) -> Iterator[Miss]:
    for seq, count in Counter(seqs).items():
        if count > 1:
            yield Miss("doubled", f"{what}: {seq} came {count} times")
    highest = 0
    for seq in seqs:
        if seq < highest:
            yield Miss("reordered", f"{what}: {seq} came after {highest}")
        highest = max(highest, seq)

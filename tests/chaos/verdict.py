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
deaf        live events do not come any more, although everything is healed
died        a process that nobody killed
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.chaos.chronicle import TOKEN
from tests.chaos.history import (
    Conversation,
    History,
    Log,
    Person,
    Place,
    Program,
    Read,
    Sitting,
    Stored,
)

KINDS = (
    "lost",
    "doubled",
    "reordered",
    "leaked",
    "hole",
    "stuck",
    "unread",
    "presence",
    "deaf",
    "died",
)


@dataclass(frozen=True)
class Miss:
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


def judge(history: History) -> list[Miss]:
    """Every promise that was broken; none: the run has passed."""
    facts = _Facts(history)
    checks = (
        _order_of_saying,
        _logs,
        _numbers,
        _sittings,
        _read_state,
        _presence,
        _answers,
    )
    return [
        *judge_so_far(history),
        *(miss for check in checks for miss in check(facts)),
    ]


def judge_so_far(history: History) -> list[Miss]:
    """The promises that must hold at every moment, while much is still under way."""
    facts = _Facts(history)
    checks = (
        _posts,
        _lines_said,
        _stored_once,
        _gaps,
        _live_order,
        _read_back,
        _secrets,
    )
    return [miss for check in checks for miss in check(facts)]


def is_told_all(history: History) -> bool:
    """Whether people at ``nc`` have been shown everything that they should have, and
    everybody's clients know how far they have read.
    """
    facts = _Facts(history)
    return not (any(_sittings(facts)) or any(_read_state(facts)))


class _Facts:
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
            for token in _tokens(message.body):
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


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(text)


# --- What was accepted ----------------------------------------------------------------


def _posts(facts: _Facts) -> Iterator[Miss]:
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


def _lines_said(facts: _Facts) -> Iterator[Miss]:
    for person in facts.history.people:
        for token in person.accepted:
            if not facts.by_token[token]:
                yield Miss("lost", f"{token} of {person.name} is not stored")


def _stored_once(facts: _Facts) -> Iterator[Miss]:
    for what in (facts.by_id, facts.by_token):
        for key, found in what.items():
            if len(found) > 1:
                places = [(m.conversation, m.seq) for m in found]
                yield Miss("doubled", f"{key} is stored at {places}")


def _order_of_saying(facts: _Facts) -> Iterator[Miss]:
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


def _utterances(facts: _Facts) -> Iterator[tuple[float, float, Place]]:
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


# --- What programs have in the end ----------------------------------------------------


def _gaps(facts: _Facts) -> Iterator[Miss]:
    """Who has everything up to a number has every message up to there."""
    for program, conversation, log in _copies(facts):
        for seq, stored in sorted(facts.messages[conversation.number].items()):
            if seq <= log.have and seq not in log.messages:
                where = f"{program.name} in {conversation.number}"
                yield Miss("lost", f"{where} has not {seq}: {stored.body[:60]!r}")


def _copies(facts: _Facts) -> Iterator[tuple[Program, Conversation, Log]]:
    for program in facts.history.programs:
        if not program.left:
            for conversation in facts.conversations_of(program.person):
                log = program.logs.get(conversation.number, Log(0, {}))
                yield program, conversation, log


def _logs(facts: _Facts) -> Iterator[Miss]:
    for program, conversation, log in _copies(facts):
        where = f"{program.name} in {conversation.number}"
        yield from _log(log, conversation, facts, where)
    for program in facts.history.programs:
        if program.left:
            continue
        for number in program.logs.keys() - facts.conversations.keys():
            yield Miss("lost", f"{program.name} has {number}, which is not stored")


def _log(
    log: Log, conversation: Conversation, facts: _Facts, where: str
) -> Iterator[Miss]:
    stored = facts.messages[conversation.number]
    if log.have != conversation.head:
        yield Miss("lost", f"{where} is at {log.have} of {conversation.head}")
    if log.topic != conversation.topic:
        text = f"{where} has the topic {log.topic!r}, not {conversation.topic!r}"
        yield Miss("lost", text)
    for seq in sorted(log.messages.keys() - stored.keys()):
        yield Miss("lost", f"{where} has {seq}, which is not stored")
    for seq in sorted(stored.keys() & log.messages.keys()):
        yield from _message(log.messages[seq], stored[seq], f"{where}, {seq}")


def _message(read: Read, stored: Stored, where: str) -> Iterator[Miss]:
    if read.id != stored.id:
        yield Miss("reordered", f"{where} is {read.id}, stored is {stored.id}")
        return
    for name in ("author", "body", "deleted", "edited", "reactions", "changed"):
        has, is_so = getattr(read, name), getattr(stored, name)
        if has != is_so:
            yield Miss("lost", f"{where}: {name} is {has!r:.80}, stored {is_so!r:.80}")


def _live_order(facts: _Facts) -> Iterator[Miss]:
    for program in facts.history.programs:
        for shown in program.shown:
            text = f"live to {program.name}"
            for conversation, seqs in _by_conversation(shown).items():
                yield from _increasing(seqs, f"{text} in {conversation}")


def _by_conversation(places: Iterable[Place]) -> dict[int, list[int]]:
    found = defaultdict(list)
    for conversation, seq in places:
        found[conversation].append(seq)
    return found


def _increasing(seqs: list[int], what: str) -> Iterator[Miss]:
    for seq, count in Counter(seqs).items():
        if count > 1:
            yield Miss("doubled", f"{what}: {seq} came {count} times")
    highest = 0
    for seq in seqs:
        if seq < highest:
            yield Miss("reordered", f"{what}: {seq} came after {highest}")
        highest = max(highest, seq)


# --- How far they have read -----------------------------------------------------------


def _read_state(facts: _Facts) -> Iterator[Miss]:
    for program, conversation, _ in _copies(facts):
        if conversation.number in facts.history.restless:
            continue  # nobody keeps count there
        stored = conversation.read.get(program.person, 0)
        known = program.read.get(conversation.number, 0)
        if known != stored:
            where = f"{program.name} has read {conversation.number}"
            yield Miss("unread", f"{where} up to {known}, stored is {stored}")


def _read_back(facts: _Facts) -> Iterator[Miss]:
    for program in facts.history.programs:
        for text in program.unread:
            yield Miss("unread", text)


# --- Numbers --------------------------------------------------------------------------


def _numbers(facts: _Facts) -> Iterator[Miss]:
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
    conversation: Conversation, facts: _Facts, heard: Iterable[Place]
) -> Iterator[Miss]:
    number, head = conversation.number, conversation.head
    taken = Counter[int]()
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


# --- What people at nc were shown -----------------------------------------------------


def _sittings(facts: _Facts) -> Iterator[Miss]:
    sent = dict(_first_sent(facts))
    for person in facts.history.people:
        for number, sitting in enumerate(person.sittings, 1):
            what = f"{person.name}, sitting {number}"
            yield from _sitting(person, sitting, facts, sent, what)


def _first_sent(facts: _Facts) -> Iterator[tuple[str, float]]:
    for program in facts.history.programs:
        for said in program.said:
            yield said.id, said.at
    for person in facts.history.people:
        for token, (at, _) in person.accepted.items():
            for message in facts.by_token[token]:
                yield message.id, at


def _sitting(
    person: Person, sitting: Sitting, facts: _Facts, sent: dict[str, float], what: str
) -> Iterator[Miss]:
    lines = [line.token for line in sitting.lines if not line.edited]
    places = [place for place in map(facts.place, lines) if place]
    shown = _by_conversation(places)
    tokens = {line.token for line in sitting.lines}
    for conversation in facts.conversations_of(person.person):
        number = conversation.number
        yield from _increasing(shown[number], f"{what}: {number}")
        if number in facts.history.restless:
            continue
        for message in _due(sitting, facts.messages[number], shown[number], sent):
            if message.seq not in shown[number]:
                text = f"{what}: {number} lacks {message.seq}: {message.body[:60]!r}"
                yield Miss("lost", text)
            elif sitting.whole and not tokens.intersection(_tokens(message.body)):
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
        is_own = sitting.said.intersection(_tokens(message.body))
        if due and not message.deleted and not is_own:
            yield message


# --- Everything else ------------------------------------------------------------------


def _secrets(facts: _Facts) -> Iterator[Miss]:
    for client in (*facts.history.programs, *facts.history.people):
        for token in sorted(client.tokens):
            word = facts.history.words.get(token)
            audience = word.audience if word else None
            if audience is not None and client.person not in audience:
                text = f"{client.name} received {token} of {sorted(audience)}"
                yield Miss("leaked", text)


def _presence(facts: _Facts) -> Iterator[Miss]:
    present = facts.history.present
    if present is None:
        return
    pictures = dict(facts.history.online)
    for program in facts.history.programs:
        if not program.left and program.online is not None:
            pictures[program.name] = program.online
    for who, online in pictures.items():
        for name in sorted(online - present):
            yield Miss("presence", f"{who} lists {name}, who has gone")
        for name in sorted(present - online):
            yield Miss("presence", f"{who} does not list {name}, who is here")


def _answers(facts: _Facts) -> Iterator[Miss]:
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

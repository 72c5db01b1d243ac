"""What programs have in the end is what is stored, and how far it was read."""

from collections.abc import Callable, Iterator, Mapping

from tests.chaos.facts import Facts, Miss, by_conversation, copies, increasing
from tests.chaos.history import Conversation, Happening, Log, Read, Stored


def gaps_so_far(facts: Facts) -> Iterator[Miss]:
    """Who has everything up to a number, and waits for nothing, has every message up to
    there.
    """
    return _gaps(facts, lambda log: log.is_whole)


def gaps_in_the_end(facts: Facts) -> Iterator[Miss]:
    """Also where something is still waited for: it has had the time to come."""
    return _gaps(facts, lambda log: not log.is_whole)


def _gaps(facts: Facts, is_judged: Callable[[Log], bool]) -> Iterator[Miss]:
    for program, conversation, log in copies(facts):
        if not is_judged(log):
            continue
        for seq, stored in sorted(facts.messages[conversation.number].items()):
            if seq <= log.have and seq not in log.messages:
                where = f"{program.name} in {conversation.number}"
                yield Miss("lost", f"{where} has not {seq}: {stored.body[:60]!r}")


def logs(facts: Facts) -> Iterator[Miss]:
    for program, conversation, log in copies(facts):
        where = f"{program.name} in {conversation.number}"
        yield from _log(log, conversation, facts, where)
    for program in facts.history.programs:
        if program.left:
            continue
        for number in program.logs.keys() - facts.conversations.keys():
            yield Miss("lost", f"{program.name} has {number}, which is not stored")


def _log(
    log: Log, conversation: Conversation, facts: Facts, where: str
) -> Iterator[Miss]:
    stored = facts.messages[conversation.number]
    if log.have != conversation.head:
        yield Miss("lost", f"{where} is at {log.have} of {conversation.head}")
    if log.happened not in (None, conversation.happened):
        yield from _happened(log.happened, conversation.happened, where)
    if log.topic != conversation.topic:
        text = f"{where} has the topic {log.topic!r}, not {conversation.topic!r}"
        yield Miss("lost", text)
    for seq in sorted(log.messages.keys() - stored.keys()):
        yield Miss("lost", f"{where} has {seq}, which is not stored")
    for seq in sorted(stored.keys() & log.messages.keys()):
        yield from _message(log.messages[seq], stored[seq], f"{where}, {seq}")


def whereabouts(facts: Facts) -> Iterator[Miss]:
    """Everybody knows which conversations they are in."""
    for program in facts.history.programs:
        for number, log in program.logs.items() if not program.left else ():
            room = facts.conversations.get(number)
            if room and (program.person in room.members) == log.is_out:
                text = f"{program.name} takes themselves for"
                where = "out of" if log.is_out else "in"
                yield Miss("lost", f"{text} {where} {number}")


def _happened(
    has: Mapping[int, Happening], is_so: Mapping[int, Happening], where: str
) -> Iterator[Miss]:
    for seq in sorted(has.keys() | is_so.keys()):
        if has.get(seq) != is_so.get(seq):
            text = f"{where}: {seq} is {has.get(seq)}, stored {is_so.get(seq)}"
            yield Miss("lost", text)


def _message(read: Read, stored: Stored, where: str) -> Iterator[Miss]:
    if read.id != stored.id:
        yield Miss("reordered", f"{where} is {read.id}, stored is {stored.id}")
        return
    for name in ("author", "body", "deleted", "edited", "reactions", "changed"):
        has, is_so = getattr(read, name), getattr(stored, name)
        if has != is_so:
            yield Miss("lost", f"{where}: {name} is {has!r:.80}, stored {is_so!r:.80}")
    if read.named not in (None, stored.named):
        text = f"{where} names {sorted(read.named)}, stored {sorted(stored.named)}"
        yield Miss("lost", text)


def live_order(facts: Facts) -> Iterator[Miss]:
    for program in facts.history.programs:
        for shown in program.shown:
            text = f"live to {program.name}"
            for conversation, seqs in by_conversation(shown).items():
                yield from increasing(seqs, f"{text} in {conversation}")


def read_state(facts: Facts) -> Iterator[Miss]:
    for program, conversation, _ in copies(facts):
        if conversation.number in facts.history.restless:
            continue  # nobody keeps count there
        stored = conversation.read.get(program.person, 0)
        known = program.read.get(conversation.number, 0)
        if known != stored:
            where = f"{program.name} has read {conversation.number}"
            yield Miss("unread", f"{where} up to {known}, stored is {stored}")


def read_back(facts: Facts) -> Iterator[Miss]:
    for program in facts.history.programs:
        for text in program.unread:
            yield Miss("unread", text)

"""What is said to somebody who is never here is pushed to their phone."""

from collections.abc import Iterator

from tests.chaos.cast import AWAY
from tests.chaos.facts import Facts, Miss

# Who is killed behind a push is succeeded half a minute after it was begun, which takes
# ten seconds at most (``chat.notifications.queue``): until then nobody does it again.
ALONE_SECONDS = 20.0


def told(facts: Facts) -> Iterator[Miss]:
    """Each, or something newer of the conversation, in the place of which it came."""
    pushed = facts.history.pushed
    if pushed is None:
        return  # nobody looked
    for conversation in facts.conversations_of(AWAY):
        number = conversation.number
        if len(conversation.members) > 2:
            continue
        last = max(
            (each.place[1] for each in pushed if each.place[0] == number), default=0
        )
        said = facts.messages[number]
        # What gave way for something that was taken back is not pushed any more.
        taken_back = max((seq for seq in said if said[seq].deleted), default=0)
        for seq in said:
            if seq > max(last, taken_back):
                yield Miss("lost", f"{seq} of {number} was not pushed to {AWAY}")


def once(facts: Facts) -> Iterator[Miss]:
    """What the phone has said that it has does not come again, but after a death."""
    known: dict[tuple[object, int], float] = {}
    for each in sorted(facts.history.pushed or (), key=lambda each: each.at):
        tag = each.place, each.epoch
        if tag in known and each.at - known[tag] < ALONE_SECONDS:
            yield Miss("doubled", f"{each.place} was pushed twice to {AWAY}")
        if each.is_answered:
            known[tag] = each.at

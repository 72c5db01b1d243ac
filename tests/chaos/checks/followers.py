"""A follower of the logs has been told of everything, at least once."""

from collections.abc import Iterator

from tests.chaos.facts import Facts, Miss


def followers(facts: Facts) -> Iterator[Miss]:
    archived = facts.history.archived
    if archived is None:
        return  # nobody looked
    for message in facts.history.messages:
        if (message.conversation, message.changed) not in archived:
            place = f"{message.changed} of {message.conversation}"
            yield Miss("lost", f"{place} was not told to the follower")

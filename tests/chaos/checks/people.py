"""Who saw what concerned others, and who is said to be here."""

from collections.abc import Iterator

from tests.chaos.facts import Facts, Miss


def secrets(facts: Facts) -> Iterator[Miss]:
    for client in (*facts.history.programs, *facts.history.people):
        for token in sorted(client.tokens):
            word = facts.history.words.get(token)
            audience = word.audience if word else None
            if audience is not None and client.person not in audience:
                text = f"{client.name} received {token} of {sorted(audience)}"
                yield Miss("leaked", text)


def presence(facts: Facts) -> Iterator[Miss]:
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

"""What is asked before a message calls somebody: one rule after the other.

Whether they have read it counts, and never whether they are here: who looks at a page
reads what comes, and who does not is to be called wherever it is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from chat import wire
from chat.words import sentence

# What calls somebody, and how that is said. ``here`` is not among them: it calls those
# who are there as it is said, and they have heard it.
CAUSES = {
    "direct": sentence("It was said to you alone."),
    "group": sentence("It was said in a group that you are in."),
    "name": sentence("It names you."),
    "room": sentence("It calls everybody in the room."),
}


class Facts(NamedTuple):
    """What is known of a message and a person at one moment; ``cause``: one of
    ``CAUSES``, or empty.
    """

    is_own: bool
    is_deleted: bool
    was_there: bool
    has_blocked: bool
    cause: str
    level: wire.Level
    is_paused: bool
    is_read: bool
    has_device: bool


class Rule(NamedTuple):
    """``passed`` and ``failed`` say what came of it."""

    name: str
    passes: Callable[[Facts], bool]
    passed: str
    failed: str


RULES = (
    Rule(
        "author",
        lambda it: not it.is_own,
        sentence("Somebody else has said it."),
        sentence("You have said it yourself."),
    ),
    Rule(
        "deleted",
        lambda it: not it.is_deleted,
        sentence("It was not deleted."),
        sentence("It was deleted."),
    ),
    Rule(
        "member",
        lambda it: it.was_there,
        sentence("You were there as it was said."),
        sentence("You were not there yet as it was said."),
    ),
    Rule(
        "block",
        lambda it: not it.has_blocked,
        sentence("You have not blocked who has said it."),
        sentence("You have blocked who has said it."),
    ),
    Rule(
        "cause",
        lambda it: bool(it.cause),
        "",  # as the cause is said
        sentence("It was said in a room, and neither names you nor calls everybody."),
    ),
    Rule(
        "level",
        lambda it: it.level != "nothing",
        sentence("You want to be called from there."),
        sentence("You want nothing from there to call you."),
    ),
    Rule(
        "pause",
        lambda it: not it.is_paused,
        sentence("You had not paused that."),
        sentence("You had paused that."),
    ),
    Rule(
        "read",
        lambda it: not it.is_read,
        sentence("You had not read it on any device."),
        sentence("You had read it by then."),
    ),
    Rule(
        "device",
        lambda it: it.has_device,
        sentence("A device of yours is notified."),
        sentence("No device of yours is notified while the page is closed."),
    ),
)


def against(facts: Facts) -> list[str]:
    """The names of the rules that a message does not pass; none: it calls."""
    return [rule.name for rule in RULES if not rule.passes(facts)]


def results(cause: str, failed: list[str]) -> Iterator[tuple[str, bool, str]]:
    """Of each rule its name, whether it was passed, and how that is said."""
    for name, _, passed, refused in RULES:
        if name in failed:
            yield name, False, refused
        else:
            yield name, True, passed or CAUSES[cause]

"""The words that begin with ``/`` are those of the plain door."""

from chat.desktop.core.slash import VERBS
from chat.dialects.plain.commands import VERBS as PLAIN_VERBS


def test_the_commands_of_the_plain_door_are_all_there():
    there = set(PLAIN_VERBS) - {"/more"}  # here a message is shown whole
    assert there <= set(VERBS)
    assert all(PLAIN_VERBS[word].usage == VERBS[word].usage for word in there)

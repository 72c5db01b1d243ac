"""The words that begin with ``/`` are those of the plain door."""

from chat.desktop.core.slash import VERBS
from chat.dialects.plain.commands import VERBS as PLAIN_VERBS


def test_the_commands_of_the_plain_door_are_all_there():
    assert set(PLAIN_VERBS) <= set(VERBS)
    assert all(PLAIN_VERBS[word].usage == VERBS[word].usage for word in PLAIN_VERBS)

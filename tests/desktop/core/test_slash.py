"""The words that begin with ``/`` are those of the plain door."""

import pytest

from chat import words
from chat.desktop.core.slash import LANGUAGES, VERBS, say
from chat.dialects.plain.commands import VERBS as PLAIN_VERBS


def test_the_commands_of_the_plain_door_are_all_there():
    there = set(PLAIN_VERBS) - {"/more"}  # here a message is shown whole
    assert there <= set(VERBS)
    assert all(PLAIN_VERBS[word].usage == VERBS[word].usage for word in there)


def test_the_languages_are_the_servers():
    assert LANGUAGES == words.LANGUAGES


@pytest.mark.parametrize("line", ["/etc/hosts is wrong", "//etc/hosts is wrong"])
def test_a_path_is_no_command(talk, line):
    ada = talk.come_in().loaded()
    assert say(line, ada.person())
    assert [each["body"] for each in ada.said if each["type"] == "post"] == [
        "/etc/hosts is wrong"
    ]

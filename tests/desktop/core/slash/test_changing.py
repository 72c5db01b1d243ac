"""Words change a message: that of a number, or one's last."""

import pytest

from chat.desktop.core.sending.deletions import UNDO_SECONDS
from chat.desktop.core.slash.changing import (
    NO_SUCH,
    NOT_YOURS,
    NOT_YOURS_TO_EDIT,
    NOTHING_SAID,
)
from chat.desktop.core.slash.line import say
from chat.desktop.core.slash.person import Person
from tests.desktop.core.talk import message


@pytest.fixture
def ada(talk):
    said = [message(43, author=7), message(44), message(45, author=7), message(46)]
    return talk.come_in().loaded(said)


def asked(ada, *types):
    """What the server was asked for, each by its type, number and what it is for."""
    said = [each for each in ada.said if each["type"] in types]
    return [
        [each[key] for key in ("type", "seq", "body", "emoji", "on") if key in each]
        for each in said
    ]


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/edit other words", ["edit", 45, "other words"]),
        ("/edit 43 other words", ["edit", 43, "other words"]),
        ("/react 👍", ["react", 46, "👍", True]),
        ("/react 44 👍 #lobby", ["react", 44, "👍", True]),
        ("/unreact 44 👍", ["react", 44, "👍", False]),
        ("/edit #nowhere 43 words", None),
        ("/react 44 👍 #nowhere", None),
        ("/edit", None),
        ("/react", None),
    ],
)
def test_a_message_is_meant_by_its_number_or_is_the_last_one(ada, line, command):
    assert say(line, ada.person()) == (command is not None)
    assert asked(ada, "edit", "react") == [command] * (command is not None)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/edit 3 apples", NO_SUCH.format(3, "#lobby")),
        ("/edit 999 apples", NO_SUCH.format(999, "#lobby")),
        ("/edit 44 apples", NOT_YOURS_TO_EDIT),
    ],
)
def test_a_number_of_no_message_of_one_s_own_is_refused_and_the_line_stays(
    ada, line, why
):
    assert not say(line, ada.person())
    assert (ada.screen.notes[-1:], asked(ada, "edit")) == ([why], [])


@pytest.mark.parametrize(("line", "seq"), [("/delete", 45), ("/delete 43", 43)])
def test_what_is_deleted_by_a_word_can_be_taken_back_for_some_seconds(ada, line, seq):
    assert say(line, ada.person())
    assert f"{seq} is deleted in 5 seconds" in ada.screen.notes[-1]
    assert say("/undo", ada.person())
    assert say(line, ada.person())
    ada.pass_seconds(UNDO_SECONDS)
    assert asked(ada, "delete") == [["delete", seq]]
    assert say("/undo", ada.person())
    assert ada.screen.notes[-1] == "Nothing is about to be deleted."


def test_a_message_that_is_not_here_is_asked_for_before_it_is_deleted(ada):
    assert say("/delete 12", ada.person())
    ada.answer("chain", conversation=1, messages=[message(12, author=7)], more=False)
    ada.pass_seconds(UNDO_SECONDS)
    assert asked(ada, "delete") == [["delete", 12]]


def test_another_one_s_message_is_not_deleted_and_without_one_there_is_no_last(ada):
    assert say("/delete 44", ada.person())
    assert ada.screen.notes[-1] == NOT_YOURS
    for _ in range(2):
        say("/delete", ada.person())
    say("/delete", ada.person())
    assert ada.screen.notes[-1] == NOTHING_SAID


def test_what_somebody_was_about_to_delete_is_not_deleted_by_who_comes_after(ada):
    assert say("/delete 45", ada.person())
    ada.come_in(you={"id": 8, "name": "ada", "key": "ada", "guest": True})
    ada.pass_seconds(UNDO_SECONDS)
    assert asked(ada, "delete") == []


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("/edit 43 other words", "/edit 43 other words"),
        ("/edit other words", "/edit 45 other words"),
    ],
)
def test_words_that_are_refused_are_a_draft_again(ada, line, kept):
    resumed = []
    person = Person(
        ada.chat, ada.lobby, *[None] * 3, resumed=lambda: resumed.append(True)
    )
    assert say(line, person)
    [asked] = [each for each in ada.said if each["type"] == "edit"]
    ada.hear({"type": "error", "ref": asked["ref"], "code": "muted", "detail": "No."})
    assert ada.chat.drafts.of(ada.lobby).text == kept
    assert (ada.screen.warnings, resumed) == (["No."], [True])

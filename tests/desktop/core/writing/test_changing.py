"""What somebody wants a message to say is not lost before the server has taken it."""

import pytest

from chat.desktop.core.writing.changing import change, recall
from chat.desktop.core.writing.drafts import Draft
from tests.desktop.core.talk import message


@pytest.fixture
def here(talk):
    talk.come_in().loaded([message(43), message(44)])
    return talk.lobby


def ask(talk, here, body="better"):
    resumed = []
    said = here.messages.get(44)
    return change(talk.chat, here, said, body, lambda: resumed.append(1)), resumed


def test_a_change_that_is_refused_is_begun_again_beside_the_draft(talk, here):
    talk.chat.drafts.keep(here, Draft("half a sen"))
    asked, resumed = ask(talk, here)
    assert (asked, resumed) == (True, [])
    ref = talk.said.pop()["ref"]
    talk.hear(
        {"type": "error", "ref": ref, "code": "rate-limited", "detail": "Slower."}
    )
    assert resumed
    assert talk.chat.drafts.of(here) == Draft("half a sen", 44, "better")
    assert recall(talk.chat, here) == (here.messages.get(44), "better")


def test_a_change_is_begun_again_when_the_line_breaks_and_not_asked_without(talk, here):
    _, resumed = ask(talk, here)
    talk.chat.disconnected()
    assert resumed
    assert talk.chat.drafts.of(here) == Draft("", 44, "better")
    assert ask(talk, here, "best")[0] is False


def test_a_second_change_that_is_begun_keeps_its_place(talk, here):
    ask(talk, here)
    talk.chat.drafts.keep(here, Draft("", 43, "other"))
    talk.chat.disconnected()
    assert talk.chat.drafts.of(here) == Draft("better", 43, "other")


def test_it_does_so_when_the_message_of_the_first_is_gone(talk, here):
    ask(talk, here)
    talk.chat.drafts.keep(here, Draft("", 43, "other"))
    here.messages.get(44).id = "another"
    talk.chat.disconnected()
    assert talk.chat.drafts.of(here) == Draft("better", 43, "other")


def test_the_words_for_a_message_that_was_deleted_are_a_draft(talk, here):
    talk.chat.drafts.keep(here, Draft("half", 44, "changed"))
    deleted = {"type": "deleted", "conversation": 1, "seq": here.log.number + 1}
    talk.hear({**deleted, "target": 44, "by": "ada"})
    assert recall(talk.chat, here) == (None, "half\nchanged")
    assert talk.chat.drafts.of(here) == Draft("half\nchanged")

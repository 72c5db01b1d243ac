"""Words that are held back, and what waits for a moderator, in the desktop's core."""

import pytest

from chat.desktop.core.held import WAITS
from chat.desktop.core.slash import say
from tests.desktop.core.talk import Talk


@pytest.fixture
def ada(tmp_path):
    return Talk(tmp_path).come_in().loaded()


def waits(author, name):
    about = {"id": "x", "conversation": 1, "name": "#lobby", "body": "casino"}
    return {"number": 7, "from": name, "author": author, **about}


def held(ada):
    """Ada has said something that waits."""
    ada.chat.post(ada.lobby, "casino")
    id = ada.said[-1]["id"]
    ada.hear({"type": "held", "id": id, "conversation": 1, "number": 7, "ref": id})
    return id


def decided(ada, id, name, **more):
    about = {"number": 7, "id": id, "conversation": 1, "from": name}
    ada.hear({"type": "decided", "author": ada.chat.you.id, **about, **more})


def kept(ada):
    return [post.error for post in ada.chat.postman.waiting_in(ada.lobby)]


def test_what_waits_stays_where_it_was_written_and_is_not_sent_again(ada):
    held(ada)
    assert ada.said[-1]["waits"]
    assert kept(ada) == [WAITS.format(7)]
    ada.chat.post(ada.lobby, "tea")
    assert ada.said[-1]["body"] == "tea"


def test_what_is_refused_says_why_and_what_was_taken_back_is_gone(ada):
    id = held(ada)
    decided(ada, id, "bob", reason="not here")
    assert kept(ada) == ["A moderator did not let that be said: not here"]
    decided(ada, id, ada.chat.you.name)
    assert kept(ada) == []


def test_whoever_decides_is_told_at_once_of_what_others_say(ada):
    me = ada.chat.you
    ada.hear({"type": "holds", "messages": [waits(me.id, me.name), waits(9, "bob")]})
    assert ada.screen.notes == ["7. bob in #lobby, waits for a moderator: casino"]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("/words", {"type": "patterns", "conversation": 1}),
        (
            "/words refuse poker | no games",
            {
                "type": "pattern",
                "conversation": 1,
                "pattern": "poker",
                "act": "refuse",
                "reason": "no games",
            },
        ),
        ("/held", {"type": "holds"}),
        ("/approve 7", {"type": "approve", "held": 7}),
        ("/refuse 7 no", {"type": "refuse", "held": 7, "reason": "no"}),
    ],
)
def test_a_word_asks_for_what_the_wire_calls_it(ada, line, asked):
    assert say(line, ada.person())
    assert {k: v for k, v in ada.said[-1].items() if k != "ref"} == asked


@pytest.mark.parametrize("line", ["/words hold", "/words love tea", "/approve 7 x"])
def test_what_makes_no_sense_stays_where_it_was_typed(ada, line):
    assert not say(line, ada.person())

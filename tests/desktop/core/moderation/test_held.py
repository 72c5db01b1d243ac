"""Words that are held back, and what waits for a moderator, in the desktop's core."""

import pytest

from chat.desktop.core.moderation.held import WAITS
from chat.desktop.core.sending.posts import Post
from chat.desktop.core.slash.line import say
from chat.desktop.terminal.layout import waiting_lines
from chat.desktop.window.timeline.runs import waiting_runs


@pytest.fixture
def ada(talk):
    return talk.come_in().loaded()


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


def test_what_waits_is_nothing_to_see_to_and_is_taken_back_by_the_server(ada):
    id = held(ada)
    [post] = ada.store.posts()
    assert (post.held, post.is_refused) == (7, False)
    assert ada.chat.postman.refused_in == set()
    before = len(ada.said)
    ada.chat.postman.retry_all()
    assert len(ada.said) == before
    ada.chat.postman.remove(id)
    assert ada.said[-1] == {"type": "refuse", "held": 7, "ref": id}
    assert kept(ada) == [WAITS.format(7)]
    decided(ada, id, "bob")
    assert ada.chat.postman.refused_in == {"#lobby"}
    assert not ada.store.posts()[0].held


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        (None, []),
        ({}, [WAITS.format(7)]),
        ({"refused": True}, ["A moderator did not let that be said."]),
    ],
)
def test_what_became_of_it_while_nobody_listened_is_asked_for(ada, fields, left):
    held(ada)
    ada.chat.disconnected()
    ada.come_in()
    me = ada.chat.you
    messages = [] if fields is None else [{**waits(me.id, me.name), **fields}]
    asked = ada.answer("holds", messages=messages)
    assert asked["after"] == 6
    assert kept(ada) == left


def test_it_stands_there_calmly():
    post = Post("x", 1, "#lobby", "casino", 1, error=WAITS.format(7), held=7)
    words = [(text, tags) for text, tags in waiting_runs([post], lambda _: "")]
    assert not any("refused" in tags or "retry" in tags for _, tags in words)
    assert "Not sent" not in "".join(text for text, _ in words)
    styles = {
        style
        for line in waiting_lines(post, "", 80)
        for _, all in line
        for style in all
    }
    assert styles == {"faint"}


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


def test_what_is_too_much_for_one_list_goes_on(ada):
    assert say("/held", ada.person())
    ada.answer("holds", messages=[waits(9, "bob")], more=True)
    assert ada.screen.notes[-1] == "And more: /more shows them."
    assert say("/more", ada.person())
    assert ada.said[-1]["after"] == 7


@pytest.mark.parametrize("line", ["/words hold", "/words love tea", "/approve 7 x"])
def test_what_makes_no_sense_stays_where_it_was_typed(ada, line):
    assert not say(line, ada.person())

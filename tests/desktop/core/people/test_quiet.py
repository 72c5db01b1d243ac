"""Who is blocked and what is hidden, as the desktop's core takes it in."""

import json

import pytest

from chat.desktop.core.slash.line import say
from tests.desktop.core.talk import LOBBY, Talk, live

BLOCKED = {"type": "blocked", "name": "bob", "author": 9, "on": True}
DIRECT = {
    **LOBBY,
    **{
        "id": 5,
        "kind": "direct",
        "name": "@bob",
        "key": "@bob",
        "head": 2,
        "read": 2,
        "unread": 0,
    },
}
FOUND = {
    "type": "found",
    "person": {"id": 9, "name": "bob", "key": "bob", "guest": True},
}
JOINED = {"type": "joined", "conversation": DIRECT, "from": "bob"}


def found(ada):
    """Answer who is meant by a name; return the name."""
    [asked] = [each for each in ada.said if each["type"] == "find"]
    ada.hear({**FOUND, "ref": asked["ref"]})
    return asked["name"]


@pytest.fixture
def ada(talk):
    return talk.come_in(blocked=[]).loaded()


def test_a_talk_with_somebody_blocked_goes_and_comes_back(ada):
    ada.hear(JOINED)
    ada.hear({**BLOCKED, "conversation": 5})
    assert ada.chat.conversations.directs == []
    ada.hear({**BLOCKED, "on": False, "conversation": 5})
    ada.hear({**JOINED, "conversation": {**DIRECT, "unread": 2}})
    assert [each.unread for each in ada.chat.conversations.directs] == [2]


def test_in_rooms_the_words_of_somebody_blocked_call_for_nothing(ada):
    before, head = ada.lobby.unread, ada.lobby.log.head
    ada.hear(BLOCKED)
    ada.hear(live(head + 1, author=9))
    assert (ada.lobby.unread, ada.screen.arrivals) == (before, [])
    ada.hear(live(head + 2, author=4))
    assert (ada.lobby.unread, len(ada.screen.arrivals)) == (before + 1, 1)


def test_who_is_blocked_is_known_before_there_is_a_connection(tmp_path, ada):
    ada.hear(BLOCKED)
    ada.store.close()
    again = Talk(tmp_path)
    assert again.chat.conversations.blocks.has(9)
    again.store.close()


def test_a_welcome_knows_better(ada):
    ada.hear(BLOCKED)
    blocked = [{"id": 4, "name": "cyd", "guest": True}]
    ada.come_in(blocked=blocked)
    assert ada.chat.conversations.blocks.names == ["cyd"]


def test_a_hidden_talk_goes_and_is_asked_for_when_somebody_looks_for_it(ada):
    ada.hear(JOINED)
    ada.hear({"type": "hidden", "conversation": 5})
    assert ada.chat.conversations.directs == []
    talk = ada.chat.direct("bob")
    assert found(ada) == "bob"
    asked = ada.said[-1]
    assert (asked["type"], asked["name"]) == ("show", "bob")
    ada.hear({**JOINED, "ref": asked["ref"]})
    assert talk.id == 5


@pytest.mark.parametrize("typed", ["ＢＯＢ", "BOB", "bo\u200bb"])
def test_a_talk_that_is_opened_by_another_spelling_is_the_same(ada, typed):
    ada.hear(JOINED)
    assert say(f"/msg {typed} hello", ada.person())
    found(ada)
    [talk] = ada.chat.conversations.directs
    assert (talk.id, talk.name) == (5, "@bob")
    assert [post.body for post in ada.chat.postman.waiting_in(talk)] == ["hello"]


def test_a_talk_that_begins_by_another_spelling_is_called_as_it_is(ada):
    talk = ada.chat.direct("ＢＯＢ")
    found(ada)
    assert (talk.name, talk.key) == ("@bob", "@bob")
    ada.hear(JOINED)
    assert (ada.chat.conversations.directs, talk.id) == ([talk], 5)


def test_a_server_that_does_not_know_the_question_is_asked_as_before(ada):
    ada.chat.direct("bob")
    [asked] = [each for each in ada.said if each["type"] == "find"]
    ada.hear({"type": "error", "code": "malformed", "ref": asked["ref"], "detail": ""})
    assert ada.said[-1]["type"] == "show"


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/block bob", {"type": "block", "name": "bob", "on": True}),
        (
            "/unblock @bob",
            {"type": "block", "name": "bob", "author": None, "on": False},
        ),
        ("/hide bob", {"type": "hide", "conversation": 5, "seq": 2}),
        ("/show bob", {"type": "show", "name": "bob"}),
    ],
)
def test_a_line_asks_for_what_the_plain_door_s_does(ada, line, command):
    ada.hear(JOINED)
    assert say(line, ada.person())
    said = {**ada.said[-1]}
    del said["ref"]
    assert said == command


def test_the_talk_that_one_is_in_is_hidden_without_its_name(ada):
    ada.hear(JOINED)
    [here] = ada.chat.conversations.directs
    assert say("/hide", ada.person(here))
    assert ada.said[-1]["conversation"] == 5


def test_who_is_blocked_is_listed(ada):
    say("/blocked", ada.person())
    ada.hear(BLOCKED)
    say("/blocked", ada.person())
    assert ada.screen.notes == ["You have blocked nobody.", "You have blocked bob."]
    assert json.loads(ada.store.fact("blocked")) == [{"id": 9, "name": "bob"}]


def test_the_word_that_brings_a_talk_back_is_unread_and_calls(ada):
    ada.hear({**JOINED, "from": "ada"})
    ada.hear({"type": "heads", "heads": {"5": 3}, "read": {"5": 2}})
    said = {**live(3, author=9), "from": "bob", "changed": 3}
    ada.answer("history", conversation=5, messages=[said], more=True)
    page = {"messages": [said], "upto": 3, "more": False, "topic": ""}
    ada.answer("changes", conversation=5, **page)
    [talk] = ada.chat.conversations.directs
    assert (talk.unread, len(ada.screen.arrivals)) == (1, 1)

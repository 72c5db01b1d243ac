"""One line leads everywhere, whatever is known here or at the server."""

import pytest

from chat.desktop.core.finding.switcher import TYPING_SECONDS, Switcher, Ways
from tests.desktop.core.finding.test_search import hit, page
from tests.desktop.core.talk import LOBBY

DEV = {**LOBBY, "id": 2, "name": "#dev", "key": "#dev", "unread": 0}
ROOM = {"name": "#devices", "topic": "Things", "private": False, "member": False}


@pytest.fixture
def led():
    return []


@pytest.fixture
def switcher(talk, led):
    here = {"online": ["ada", "bob"], "numbers": [7, 8], "presence": 3}
    talk.come_in(conversations=[LOBBY, DEV], **here)
    ways = Ways(
        *[lambda it, way=way: led.append((way, it)) for way in ("go", "talk", "lead")]
    )
    acts = [("Leave", lambda: led.append("left"))]
    switcher = Switcher(talk.chat, ways, lambda: acts, lambda: None)
    switcher.type("")
    return switcher


def names(switcher):
    return [place.name for place in switcher.shown]


def test_what_is_here_is_found_at_once_and_what_is_used_comes_first(
    talk, switcher, led
):
    assert names(switcher) == ["#lobby", "#dev"]
    switcher.type("b")
    assert names(switcher) == ["bob", "#lobby"]
    switcher.choose(0)
    assert led == [("talk", "bob")]
    switcher.type("")
    assert names(switcher) == ["#lobby", "bob", "#dev"]
    talk.chat.attention.be_in(talk.lobby)
    switcher.type("")
    assert names(switcher) == ["bob", "#dev"]


def test_what_is_elsewhere_follows_once_nobody_types_any_more(talk, switcher, led):
    for text in ("d", "de", "dev"):
        switcher.type(text)
    talk.pass_seconds(TYPING_SECONDS)
    asked = [each["type"] for each in talk.said]
    assert sorted(asked)[-3:] == ["people", "rooms", "search"]
    talk.answer("people", people=[{"id": 9, "name": "devi", "key": "devi"}], more=False)
    talk.answer("rooms", rooms=[ROOM, {**ROOM, "name": "#dev", "member": True}])
    talk.answer("search", **page(hit(4, "a ", "dev")))
    assert names(switcher) == ["#dev", "devi", "#devices", "a dev"]
    switcher.choose(3)
    assert led[-1][0] == "lead"
    switcher.choose(2)
    assert talk.said[-1] == {**talk.said[-1], "type": "join", "room": "#devices"}


def test_an_answer_to_what_was_typed_before_is_of_no_use(talk, switcher):
    switcher.type("dev")
    talk.pass_seconds(TYPING_SECONDS)
    switcher.type("lob")
    talk.answer("search", **page(hit(4, "a ", "dev")))
    assert names(switcher) == ["#lobby"]


@pytest.mark.parametrize("typed", ["", "#dev", ">"])
def test_messages_with_words_go_once_something_else_is_wanted(talk, switcher, typed):
    switcher.type("dev")
    talk.pass_seconds(TYPING_SECONDS)
    talk.answer("search", **page(hit(4, "a ", "dev")))
    assert names(switcher) == ["#dev", "a dev"]
    switcher.type(typed)
    assert "a dev" not in names(switcher)


def test_what_is_looked_at_goes_round_and_acts_are_done(switcher, led):
    switcher.move(-1)
    assert switcher.at == 1
    switcher.move(1)
    assert switcher.at == 0
    switcher.move(8)
    assert switcher.at == 1
    switcher.type(">lea")
    switcher.choose(switcher.at)
    assert led == ["left"]

"""What lies over the messages in the terminal, without one."""

from types import SimpleNamespace

import pytest

from chat.desktop.terminal.keys import Keys
from chat.desktop.terminal.news import News
from chat.desktop.terminal.place import Place
from chat.desktop.terminal.view import View
from tests.desktop.core.finding.test_search import hit, page
from tests.desktop.core.talk import LOBBY, message

DEV = {**LOBBY, "id": 2, "name": "#dev", "key": "#dev"}


@pytest.fixture
def place(talk):
    talk.come_in(conversations=[LOBBY, DEV], online=["ada", "bob"], blocked=[])
    talk.loaded([message(seq) for seq in (43, 44, 45)])
    place = Place(talk.chat, lambda: None)
    place.settle()
    return place


@pytest.fixture
def keys(talk, place):
    return Keys(talk.chat, place, None, lambda: None)


def lines(place):
    shown = place.panel.lines(80, 20)
    return ["".join(text for text, _ in line).strip() for line in shown]


def test_a_part_of_a_name_leads_there_and_escape_goes_back(keys, place):
    keys.press("switch", "")
    keys.press("", "de")
    assert lines(place)[0].startswith("#dev")
    keys.press("enter", "")
    assert (place.here.name, place.panel) == ("#dev", None)
    keys.press("switch", "")
    keys.press("escape", "")
    assert (place.panel, place.editor.text) == (None, "")


def test_a_word_is_said_from_there_too(talk, keys):
    keys.press("switch", "")
    keys.press("", ">blocked")
    keys.press("enter", "")
    assert talk.screen.notes == ["You have blocked nobody."]


def test_what_was_said_is_found_and_led_to(talk, keys, place):
    keys.press("", "/search hi")
    keys.press("enter", "")
    talk.answer("search", **page(hit(45, "", "hi"), hit(44, "oh ", "hi")))
    assert lines(place)[1].endswith("#lobby bob: oh hi")
    keys.press("lower", "")
    keys.press("enter", "")
    assert (place.panel, place.here.name, place.found) == (None, "#lobby", 44)
    assert place.editor.text == ""


def test_what_is_not_here_is_shown_with_what_stands_around_it(talk, keys, place):
    keys.press("find", "")
    keys.press("", "old")
    keys.press("enter", "")
    talk.answer("search", **page(hit(5, "", "old")))
    talk.said.clear()
    keys.press("enter", "")
    around = [message(4, "before"), message(5, "old"), message(6, "after")]
    asked = talk.answer("history", conversation=1, messages=around, more=True)
    assert asked["around"] == 5
    assert all(word in " ".join(lines(place)) for word in ("before", "old", "after"))
    keys.press("enter", "")
    assert "old" in lines(place)[0]
    keys.press("next", "")
    assert talk.said[-1] == {**talk.said[-1], "type": "search", "order": "best"}


def test_who_is_led_to_what_was_let_go_meanwhile_sees_the_end(talk, place):
    screen = SimpleNamespace(size=(9, 40), title=lambda title: None)
    screen.draw = lambda lines, cursor: drawn.append(f"{lines}")
    drawn, client = [], SimpleNamespace(chat=talk.chat, state="connected", sentence="")
    view = View(client, place, News(talk.clock), screen)
    for kept in (1, 0):
        place.aim = 43
        talk.lobby.messages.trim(kept)
        view.draw()
        assert ("hi" in drawn[-1], place.aim) == (kept == 1, 0)

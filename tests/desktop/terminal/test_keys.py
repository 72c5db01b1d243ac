"""Keys of the terminal's face, without a terminal."""

import pytest

from chat.desktop.core.people.identity import BODY_CHARACTERS
from chat.desktop.terminal.keys import Keys
from chat.desktop.terminal.place import Place
from tests.desktop.core.talk import LOBBY


@pytest.fixture
def place(talk):
    dev = {**LOBBY, "id": 2, "name": "#dev", "key": "#dev"}
    talk.come_in(conversations=[LOBBY, dev], online=["ada", "Élodie"])
    place = Place(talk.chat, lambda: None)
    place.settle()
    return place


@pytest.fixture
def keys(talk, place):
    return Keys(talk.chat, place, None, lambda: None)


def test_tab_ends_a_name_that_is_begun_or_goes_on(keys, place):
    keys.press("", "hi elo")
    keys.press("next", "")
    assert (place.editor.text, place.here.name) == ("hi Élodie ", "#lobby")
    keys.press("next", "")
    assert (place.editor.text, place.here.name) == ("", "#dev")
    keys.press("previous", "")
    assert place.editor.text == "hi Élodie "


def test_tab_ends_what_begins_with_a_sign_and_goes_round(keys, place):
    keys.press("", "see #d")
    keys.press("next", "")
    assert (place.editor.text, place.here.name) == ("see #dev ", "#lobby")
    place.editor.fill("")
    keys.press("", "/inv")
    keys.press("next", "")
    assert place.editor.text == "/invite "
    assert place.offered.startswith("[/invite bob]  /invitations")
    keys.press("next", "")
    assert place.editor.text == "/invitations "
    keys.press("", "x")
    assert place.offered == ""


def test_a_text_that_is_too_long_is_sent_in_parts_once_that_is_asked_for(
    talk, keys, place
):
    keys.press("", "word " * BODY_CHARACTERS)
    keys.press("enter", "")
    assert "sends it as 5" in talk.screen.notes[-1]
    assert not talk.chat.postman.outbox.posts
    keys.press("enter", "")
    assert (len(talk.chat.postman.outbox.posts), place.editor.text) == (5, "")
    keys.press("", "/drop")
    keys.press("enter", "")
    assert not talk.chat.postman.outbox.posts

"""Where somebody is in the terminal, without one."""

from chat.desktop.terminal.place import Place
from tests.desktop.core.talk import LOBBY

DIRECT = {**LOBBY, "id": 5, "kind": "direct", "name": "@bob", "key": "@bob"}
DIRECT |= {"head": 2, "read": 2}


def test_what_is_typed_as_a_talk_goes_is_not_said_in_the_lobby(talk):
    talk.come_in(blocked=[]).loaded()
    talk.hear({"type": "joined", "conversation": DIRECT, "from": "bob"})
    place = Place(talk.chat, lambda: None)
    place.go(talk.chat.direct("bob"))
    place.editor.insert("only for bob")
    talk.hear({"type": "hidden", "conversation": 5})
    place.settle()
    assert (place.here, place.editor.text) == (None, "only for bob")
    place.clear()
    place.settle()
    assert place.here is talk.lobby

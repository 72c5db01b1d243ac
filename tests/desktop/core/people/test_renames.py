"""Who is called otherwise, at the desktop."""

import pytest

from tests.desktop.core.talk import LOBBY, message

TALK = {**LOBBY, "id": 9, "kind": "direct", "name": "@bob", "head": 1}
TALK |= {"key": "@bob", "person": 2}
SAID = message(1, author=2, **{"from": "bob"})


def renamed(name, former="bob", *, number=2, gone=False):
    person = {"id": number, "name": name, "key": name, "guest": True}
    return {"type": "renamed", "person": person, "former": former, "gone": gone}


@pytest.fixture
def bob(talk):
    """The talk with bob, who is here."""
    here = {"online": ["ada", "bob"], "numbers": [1, 2], "presence": 3}
    talk.come_in(conversations=[LOBBY, TALK], **here)
    found = talk.chat.conversations.by_id(9)
    found.load([], False)
    talk.hear({**SAID, "type": "message", "conversation": 9, "seq": 2})
    return found


def test_a_talk_and_its_words_follow_and_are_kept(talk, bob):
    talk.hear(renamed("rob"))
    assert (bob.name, [m.sender for m in bob.messages]) == ("@rob", ["rob"])
    talk.store.flush()
    kept = {wire["id"]: wire for wire in talk.store.conversations()}
    assert (kept[9]["name"], talk.store.messages(9)[0].sender) == ("@rob", "rob")


def test_a_new_name_that_was_missed_is_right_after_the_welcome(talk, bob):
    talk.come_in(conversations=[LOBBY, {**TALK, "name": "@rob", "key": "@rob"}])
    assert bob.name == "@rob"


def test_a_new_name_that_nobody_told_is_in_the_list_of_those_who_are_here(talk, bob):
    talk.hear({"type": "online", "version": 4, "users": ["rob"], "numbers": [2]})
    assert (bob.name, [m.sender for m in bob.messages]) == ("@rob", ["rob"])
    delta = {"online": ["bob"], "offline": ["rob"], "came": [2], "went": [2]}
    talk.hear({"type": "presence", "version": 5, **delta})
    assert (bob.name, [m.sender for m in bob.messages]) == ("@bob", ["bob"])


def test_who_has_left_is_known_by_the_number(talk, bob):
    left = {"type": "left", "conversation": 9, "from": "eve"}
    talk.hear({**left, "author": 2})
    assert talk.chat.conversations.by_id(9) is bob
    talk.hear({**left, "author": talk.chat.you.id})
    assert talk.chat.conversations.by_id(9) is None


def test_who_has_lost_the_name_is_gone_and_not_who_has_it(talk, bob):
    assert talk.chat.people.is_here(bob)
    talk.hear(renamed("bob~2", gone=True))
    came = {"online": ["bob"], "offline": ["bob"], "came": [8], "went": [2]}
    talk.hear({"type": "presence", "version": 4, **came})
    assert not talk.chat.people.is_here(bob)
    assert (bob.label, next(iter(bob.messages)).sender) == ("bob~2", "bob")
    other = talk.chat.direct("bob")
    assert other is not bob
    assert talk.chat.people.is_here(other)
    said = next(iter(bob.messages))
    assert talk.chat.direct(talk.chat.address_of(said)) is bob


def test_ones_own_new_name_is_remembered(talk, bob):
    talk.hear(renamed("eve", "ada", number=talk.chat.you.id))
    assert (talk.chat.you.name, talk.store.fact("name")) == ("eve", "eve")

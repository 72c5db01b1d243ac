"""Messages as they read now, in whatever order that came."""

import json

import pytest

from chat.desktop.core.content.polls import standing
from chat.desktop.core.history.messages import Message, Messages
from tests.desktop.core.talk import MESSAGE, live, message


def test_a_message_as_it_read_later_wins_whatever_order_it_came_in():
    messages = Messages([Message.of(message(3, "new", changed=9))])
    assert not messages.put(Message.of(message(3, "old")))
    assert messages.get(3).body == "new"


def test_edits_deletions_and_reactions_change_a_message():
    messages = Messages([Message.of(message(3, reactions={}, reactors={}))])
    on = {"type": "reacted", "target": 3, "from": "bob", "emoji": "👍", "on": True}
    on["author"] = 2
    messages.apply({**on, "seq": 4})
    assert messages.get(3).reactions == {"👍": ["bob"]}
    messages.apply({**on, "seq": 5, "on": False})
    assert messages.get(3).reactions == {}
    edited = {"type": "edited", "target": 3, "seq": 6, "body": "x", "html": "<p>x</p>"}
    messages.apply(edited)
    assert messages.get(3).html == "<p>x</p>"
    assert (messages.get(3).body, messages.get(3).edited) == ("x", True)
    messages.apply({"type": "edited", "target": 3, "seq": 6, "body": "late"})
    assert messages.get(3).body == "x"
    messages.apply({"type": "deleted", "target": 3, "seq": 7})
    assert (messages.get(3).body, messages.get(3).deleted) == ("", True)


def test_votes_change_a_poll_and_what_one_has_chosen_stays():
    poll = {"options": [{"text": "Tea", "votes": 1}], "closed": False, "mine": [1]}
    messages = Messages([Message.of(message(3, poll=poll))])
    now = {"options": [{"text": "Tea", "votes": 2}], "closed": True}
    messages.apply({"type": "poll", "target": 3, "seq": 4, "poll": now})
    found = messages.get(3)
    assert (
        standing(found.poll, 3)
        == "Poll 3 is closed: Tea: 2 (100 %); you have chosen Tea"
    )
    assert Message.of(json.loads(json.dumps(found.wire()))) == found
    messages.apply({"type": "deleted", "target": 3, "seq": 5})
    assert found.poll is None


@pytest.mark.parametrize("type", ["message", "edited", "poll", "voted"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"options": None},
        {"options": [{"text": "\ud800", "votes": 1}]},
        {"options": [{"text": "Tea", "votes": "1"}]},
        {"closed": ...},
        {"mine": ["Tea"]},
    ],
)
def test_a_poll_that_cannot_be_drawn_is_not_taken_in(talk, type, wrong):
    poll = {"options": [{"text": "Tea", "votes": 1}], "closed": False, "mine": [1, 7]}
    talk.come_in().loaded([message(45, poll=poll)])
    bad = {name: it for name, it in {**poll, **wrong}.items() if it is not ...}
    talk.hear({**live(46), "type": type, "target": 45, "poll": bad})
    assert len(talk.screen.warnings) == 1
    [kept] = talk.lobby.messages
    assert standing(kept.poll, 45) == "Poll 45: Tea: 1 (100 %); you have chosen Tea"


def test_who_has_reacted_is_known_by_the_number_whatever_they_are_called():
    given = {"reactions": {"👍": ["bob", "bob"]}, "reactors": {"👍": [2, 7]}}
    messages = Messages([Message.of(message(3, **given))])
    off = {"type": "reacted", "target": 3, "seq": 4, "emoji": "👍", "on": False}
    messages.apply({**off, "from": "rob", "author": 7})
    found = messages.get(3)
    assert (found.reactions, found.reactors) == ({"👍": ["bob"]}, {"👍": [2]})


def test_of_a_message_kept_by_the_version_before_the_names_are_compared():
    messages = Messages(
        [Message.of(message(3, reactions={"👍": ["bob", "eve"]}, reactors={}))]
    )
    off = {"type": "reacted", "target": 3, "seq": 4, "emoji": "👍", "on": False}
    messages.apply({**off, "from": "bob", "author": 2})
    assert messages.get(3).reactions == {"👍": ["eve"]}


def test_a_message_below_those_that_are_here_waits_for_its_page():
    messages = Messages([Message.of(message(10))], more=True)
    assert not messages.put(Message.of(message(5)))
    messages.prepend([Message.of(message(5)), Message.of(message(9))], more=False)
    assert [each.seq for each in messages] == [5, 9, 10]


def test_a_message_on_disk_is_read_back_as_it_was():
    kept = Message.of(MESSAGE)
    assert Message.of(json.loads(json.dumps(kept.wire()))) == kept


def test_one_emoji_is_one_in_whatever_form_it_comes():
    messages = Messages([Message.of(message(3, reactions={"❤️": ["bob"]}))])
    event = {"type": "reacted", "target": 3, "from": "ada", "emoji": "❤", "on": True}
    messages.apply({**event, "seq": 4})
    assert messages.get(3).reactions == {"❤️": ["bob", "ada"]}
    assert messages.get(3).has_reaction("❤\ufe0e", "ada")
    messages.apply({**event, "seq": 5, "on": False})
    assert messages.get(3).reactions == {"❤️": ["bob"]}

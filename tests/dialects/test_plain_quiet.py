"""The plain door: whom one does not hear, and which talk is out of the way."""

import msgspec
import pytest

from chat import wire
from tests.dialects.test_plain import (
    BOB,
    DEV,
    LOBBY,
    change,
    conversation,
    message,
    past,
    says,
    shows,
    somebody,
)

FOLDED = "* A message of somebody you blocked"
BLOCKED = wire.Blocked(name="bob", author=2, on=True, conversation=BOB)
UNBLOCKED = msgspec.structs.replace(BLOCKED, on=False)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/block bob", wire.Block(name="bob", on=True)),
        ("/unblock @bob", wire.Block(name="bob", on=False)),
        ("/hide bob", wire.Hide(conversation=BOB)),
        ("/hide", wire.Hide(conversation=LOBBY)),
        ("/show bob", wire.Show(name="bob", ref="show")),
    ],
)
def test_a_command_is_what_the_wire_calls_it(line, command):
    assert says(somebody(BOB), line) == command


@pytest.mark.parametrize("line", ["/block", "/unblock a b", "/hide a b", "/show"])
def test_a_command_that_makes_no_sense_is_answered_by_its_usage(line):
    assert says(somebody(), line).startswith(b"! Usage: /")


def test_what_is_not_there_cannot_be_hidden():
    assert says(somebody(), "/hide bob") == b"! You have no conversation @bob.\n"


def test_who_is_blocked_is_listed():
    ada = somebody()
    assert says(ada, "/blocked") == b"* You have blocked nobody.\n"
    shows(ada, wire.Blocked(name="Eve", author=5, on=True))
    shows(ada, wire.Blocked(name="bob", author=2, on=True))
    assert says(ada, "/blocked") == b"* You have blocked bob, Eve.\n"


def test_the_words_of_somebody_blocked_are_one_line_that_says_nothing_of_them():
    ada = somebody(DEV)
    shows(ada, BLOCKED)
    assert shows(ada, message("one\ntwo", sender="rob")) == [FOLDED]
    assert shows(ada, message(where=DEV)) == [f"{FOLDED} in #dev"]
    history = wire.History(conversation=LOBBY, messages=[past()], more=False)
    assert shows(ada, history) == [f"[2026-01-31 12:00] {FOLDED[2:]}"]
    shows(ada, UNBLOCKED)
    assert shows(ada, message("one", sender="rob")) == ["rob: one"]


@pytest.mark.parametrize(
    "event",
    [
        change(wire.Edited, target=1, body="x", html=""),
        change(wire.Deleted, target=1),
        change(wire.Reacted, target=1, emoji="👍", on=True),
    ],
)
def test_what_somebody_blocked_does_to_messages_is_not_told(event):
    ada = somebody()
    assert shows(ada, event)
    shows(ada, BLOCKED)
    assert shows(ada, event) == []
    assert shows(ada, msgspec.structs.replace(event, sender="rob")) == []
    assert shows(ada, msgspec.structs.replace(event, author=3))


def test_a_topic_of_somebody_blocked_is_told_by_their_number():
    ada = somebody()
    shows(ada, BLOCKED)
    [told] = shows(ada, change(wire.TopicSet, sender="rob", topic="x"))
    assert told == "* Somebody you blocked set the topic of #lobby"
    [told] = shows(ada, change(wire.TopicSet, author=3, topic="x"))
    assert told == "* bob set the topic of #lobby: x"


def test_who_is_blocked_is_unblocked_by_the_number():
    ada = somebody()
    shows(ada, BLOCKED)
    assert says(ada, "/unblock BOB") == wire.Block(name="BOB", on=False, author=2)


def test_the_direct_conversation_goes_and_comes_back():
    ada = somebody(BOB)
    [told] = shows(ada, BLOCKED)
    assert told.startswith("* You have blocked bob: ")
    assert says(ada, "/history @bob").startswith(b"! You have no conversation")
    [told] = shows(ada, UNBLOCKED)
    assert "/history @bob shows what they wrote meanwhile" in told
    shows(ada, wire.Joined(conversation=conversation(BOB), sender="ada"))
    assert says(ada, "/history @bob").conversation == BOB
    [told] = shows(ada, wire.Hidden(conversation=BOB))
    assert told == "* Your talk with bob is out of the way until the next word."
    assert says(ada, "/history @bob").startswith(b"! You have no conversation")


def test_who_has_blocked_somebody_is_sent_rooms_by_themselves():
    ada = somebody()
    assert ada.cohort(LOBBY) == ("#lobby", "en")
    shows(ada, BLOCKED)
    assert ada.cohort(LOBBY) is None
    shows(ada, UNBLOCKED)
    assert ada.cohort(LOBBY) == ("#lobby", "en")

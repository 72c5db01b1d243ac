"""Where what is new begins."""

import pytest

from chat.desktop.core.history.messages import Message
from chat.desktop.core.people.blocks import Blocks
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.window.timeline.appearance import NEW_LINE, Appearance
from tests.desktop.core.talk import LOBBY, message

OWN, OTHER, BLOCKED = 7, 9, 3


class You:
    id, name = OWN, "ada"


def shown(read, *authors):
    """A conversation with the messages 1, 2, … of these authors, and how it looks."""
    conversation = Conversation({**LOBBY, "head": len(authors), "read": read})
    messages = [Message.of(message(at, author=a)) for at, a in enumerate(authors, 1)]
    conversation.load(messages, False)
    blocks = Blocks([{"id": BLOCKED, "name": "eve"}])
    appearance = Appearance(You(), blocks)
    appearance.begin(conversation)
    return conversation, appearance


def lines(conversation, appearance):
    """Above which messages the line stands."""
    messages = conversation.messages
    return [m.seq for m in messages if NEW_LINE in appearance.runs(m, 0)]


@pytest.mark.parametrize(
    ("read", "authors", "line"),
    [
        (2, (OTHER, OTHER, OTHER, OTHER), [3]),
        (4, (OTHER, OTHER, OTHER, OTHER), []),
        (2, (OTHER, OTHER, OWN, BLOCKED, OTHER), [5]),
        (0, (), []),
    ],
)
def test_the_line_stands_above_the_first_that_somebody_else_has_said(
    read, authors, line
):
    assert lines(*shown(read, *authors)) == line


def test_what_happened_between_two_stands_above_the_second_and_what_is_new():
    conversation, appearance = shown(2, OTHER, OTHER)
    conversation.messages.put(Message.of(message(4, author=OTHER)))
    conversation.messages.beside.note(3, "* bob archived the room")
    appearance.move_line()
    runs = [appearance.runs(each, 0) for each in conversation.messages]
    told = ("* bob archived the room\n", ("note",))
    assert [told in each for each in runs] == [False, False, True]
    assert runs[2][:2] == [told, NEW_LINE]


def test_a_message_that_is_deleted_has_no_line_above_it():
    conversation, appearance = shown(1, OTHER, OTHER, OTHER)
    conversation.messages.get(2).change({"type": "deleted", "seq": 4})
    assert appearance.move_line() == {2, 3}
    assert lines(conversation, appearance) == [3]


def test_without_what_was_read_last_there_is_no_line():
    conversation, appearance = shown(0, OTHER, OTHER, OTHER)
    conversation.messages.trim(2)
    appearance.begin(conversation)
    assert lines(conversation, appearance) == []


def test_whoever_looks_on_needs_no_line_and_whoever_left_has_one():
    conversation, appearance = shown(2, OTHER, OTHER)
    conversation.messages.put(Message.of(message(3)))
    appearance.see(3)
    assert (appearance.move_line(), lines(conversation, appearance)) == (set(), [])
    conversation.read_up_to(3)
    appearance.leave()
    conversation.messages.put(Message.of(message(4)))
    conversation.messages.put(Message.of(message(5)))
    assert appearance.move_line() == {4}
    conversation.read_up_to(5)
    assert lines(conversation, appearance) == [4]
    assert appearance.leave() == {4}

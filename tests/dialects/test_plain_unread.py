"""The plain door: what is unread, what of it is news, and who has read what."""

import msgspec
import pytest

from chat import wire
from tests.dialects.test_plain import (
    BOB,
    DEV,
    LOBBY,
    conversation,
    says,
    shows,
    somebody,
    welcome,
)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/notify", wire.SetLevel(conversation=LOBBY)),
        ("/notify mentions", wire.SetLevel(conversation=LOBBY, level="mentions")),
        ("/notify nothing #dev", wire.SetLevel(conversation=DEV, level="nothing")),
        ("/notify #dev", wire.SetLevel(conversation=DEV)),
        ("/hide #dev", wire.Hide(conversation=DEV)),
        ("/show #dev", wire.SetLevel(conversation=DEV, hidden=False)),
        ("/unread", wire.ListConversations(limit=200)),
        ("/unread bob", wire.MarkUnread(conversation=BOB)),
        ("/seen", wire.FetchReaders(conversation=LOBBY)),
        ("/seen @bob", wire.FetchReaders(conversation=BOB)),
        ("/receipts off", wire.SetReceipts(on=False)),
    ],
)
def test_a_command_is_what_the_wire_calls_it(line, command):
    assert says(somebody(DEV, BOB), line) == command


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/notify mentions a b", b"! Usage: /notify [mentions] [#dev]\n"),
        ("/notify loud", b"! You have no conversation @loud.\n"),
        ("/unread a b", b"! Usage: /unread [#dev]\n"),
        ("/unread #none", b"! You have no conversation #none.\n"),
        ("/seen #none", b"! You have no conversation #none.\n"),
        ("/show #none", b"! You have no conversation #none.\n"),
        ("/receipts", b"! Usage: /receipts on\n"),
    ],
)
def test_a_command_that_makes_no_sense_is_answered(line, answer):
    assert says(somebody(), line) == answer


@pytest.mark.parametrize(
    ("event", "lines"),
    [
        (
            wire.LevelSet(conversation=DEV, level="mentions"),
            ["* In #dev only what mentions you is news to you."],
        ),
        (
            wire.LevelSet(conversation=DEV, level="all", hidden=True),
            [
                "* In #dev everything is news to you.",
                "* #dev is out of your list, and you hear it: /show #dev has it back.",
            ],
        ),
        (
            wire.Readers(conversation=DEV, seq=1, people=[]),
            ["* Of those who show it nobody has read it in #dev yet."],
        ),
        (
            wire.Readers(
                conversation=DEV,
                seq=1,
                people=[wire.Person(id=2, name="bob", key="bob", guest=False)],
            ),
            ["* What you have said last in #dev was read by bob."],
        ),
        (wire.Seen(conversation=DEV, read={2: 1}), []),
        (
            wire.ReceiptsSet(on=False),
            ["* Nobody sees what you have read, nor you what they have."],
        ),
    ],
)
def test_what_is_told_is_said(event, lines):
    assert shows(somebody(DEV), event) == lines


def test_what_is_no_news_is_not_among_what_is_unread():
    of = {LOBBY: "mentions", DEV: "all", BOB: "nothing"}
    places = [
        msgspec.structs.replace(conversation(number), unread=3, level=level)
        for number, level in of.items()
    ]
    ada = somebody()
    page = wire.Conversations(conversations=places, upto=3, more=True)
    told = ["* Unread: 3 in #dev", "* And more: /more shows them."]
    assert shows(ada, page) == told
    assert says(ada, "/more") == wire.ListConversations(after=3, limit=200)
    none = wire.Conversations(conversations=[], upto=3, more=False)
    assert shows(ada, none) == ["* You have read everything."]
    hello = msgspec.structs.replace(welcome(), conversations=places)
    assert "* Unread: 3 in #dev: /history #dev" in shows(ada, hello)


def test_what_is_unread_again_is_said():
    again = msgspec.structs.replace(conversation(BOB), unread=2)
    marked = wire.MarkedUnread(conversation=again)
    assert shows(somebody(BOB), marked) == ["* Unread again: 2 by bob"]

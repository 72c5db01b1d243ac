"""The plain door: words that are held back, and what waits for a moderator."""

from uuid import UUID

import pytest

from chat import wire
from tests.dialects.test_plain import AT, says, shows, somebody

ID = UUID("6c7f0f2e-0d2b-4a50-9e0a-1d6a3f1f0b11")


def waiting(name="bob", **more):
    about = {"number": 7, "id": ID, "conversation": 1, "name": "#lobby", "at": AT}
    return wire.Waiting(sender=name, author=2, body="casino\nnight", **about, **more)


def decided(**more):
    about = {"number": 7, "id": ID, "conversation": 1, "sender": "bob", "author": 1}
    return wire.Decided(**about, **more)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/words", wire.ListPatterns(conversation=1)),
        (
            "/words hold buy now",
            wire.SetPattern(conversation=1, pattern="buy now", act="hold"),
        ),
        (
            "/words REFUSE poker | no games",
            wire.SetPattern(
                conversation=1, pattern="poker", act="refuse", reason="no games"
            ),
        ),
        (
            "/words allow poker",
            wire.SetPattern(conversation=1, pattern="poker", act="nothing"),
        ),
        ("/held", wire.ListHeld()),
        ("/approve 7", wire.Approve(held=7)),
        ("/refuse 7", wire.Refuse(held=7)),
        ("/refuse 7 not here", wire.Refuse(held=7, reason="not here")),
    ],
)
def test_a_line_is_a_command(line, command):
    assert says(somebody(), line) == command


@pytest.mark.parametrize(
    "line",
    [
        *("/words hold", "/words love tea", "/approve", "/approve 0", "/approve 7 x"),
        *("/refuse x", f"/words hold {'a' * 61}"),
    ],
)
def test_a_line_that_makes_no_sense_is_answered_by_the_usage(line):
    word = line.split()[0]
    assert says(somebody(), line).decode().startswith(f"! Usage: {word}")


def test_what_is_said_at_this_door_may_wait_and_that_is_told():
    ada = somebody()
    post = says(ada, "casino")
    assert post.waits
    held = wire.Held(id=post.id, conversation=1, number=7, at=AT)
    assert shows(ada, held) == [
        "* That waits for a moderator; /refuse 7 takes it back."
    ]
    said = wire.MessagePosted(
        conversation=1,
        seq=9,
        id=post.id,
        sender="ada",
        author=1,
        body="casino",
        html="",
        at=AT,
    )
    assert "casino" in shows(ada, said)[0]


def test_what_waits_is_a_list_with_numbers_and_of_others_it_is_told_at_once():
    ada = somebody()
    mine = waiting("ada"), waiting("ada", refused=True, reason="no")
    answer = wire.Holds(messages=[*mine, waiting()], more=True, ref="")
    assert shows(ada, answer) == [
        "* 7. Yours for #lobby waits for a moderator: casino night",
        "* 7. Yours for #lobby was refused (no): casino night",
        "* 7. bob for #lobby, to be decided: casino night",
        "* And more: /more shows them.",
    ]
    assert says(ada, "/more") == wire.ListHeld(after=7)
    told = shows(ada, wire.Holds(messages=[waiting("ada"), waiting()]))
    assert told == ["* 7. bob for #lobby, to be decided: casino night"]
    nothing = wire.Holds(messages=[], ref="")
    assert shows(ada, nothing) == ["* Nothing waits for a moderator."]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (decided(seq=9), "* Number 7 is said now."),
        (decided(), "* Number 7 is not said."),
        (decided(reason="no"), "* Number 7 is not said: no"),
    ],
)
def test_what_was_decided_is_a_line(event, line):
    assert shows(somebody(), event) == [line]


def test_the_words_of_a_room_are_two_lists():
    patterns = [
        wire.Ruling(pattern="casino*", act="hold"),
        wire.Ruling(pattern="poker", act="refuse"),
    ]
    assert shows(somebody(), wire.Patterns(conversation=1, patterns=patterns)) == [
        "* What waits for a moderator in #lobby: casino*",
        "* What is not said in #lobby: poker",
    ]
    none = wire.Patterns(conversation=1, patterns=[])
    assert shows(somebody(), none) == [
        "* No words of #lobby wait for a moderator, or are refused."
    ]

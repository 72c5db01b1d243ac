"""The plain door: a message is changed, deleted, and reacted to, by its number."""

import pytest

from chat import wire
from tests.dialects.test_plain import (
    BOB,
    DEV,
    LOBBY,
    change,
    says,
    shows,
    somebody,
)

HERE = {"conversation": LOBBY, "seq": 43}


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/edit 43 two  words", wire.Edit(**HERE, body="two  words")),
        ("/edit @bob 7 hi", wire.Edit(conversation=BOB, seq=7, body="hi")),
        ("/edit 43", b"! Usage: /edit [@bob] 43 text\n"),
        ("/edit in other words", b"! Usage: /edit [@bob] 43 text\n"),
        ("/edit #nowhere 43 hi", b"! You have no conversation #nowhere.\n"),
        ("/delete 43", wire.Delete(**HERE)),
        ("/delete 7 #dev", wire.Delete(conversation=DEV, seq=7)),
        ("/delete", b"! Usage: /delete 43 [#dev]\n"),
        ("/delete 43 carol", b"! You have no conversation @carol.\n"),
        ("/react 43 👍", wire.React(**HERE, emoji="👍", on=True)),
        ("/unreact 43 👍", wire.React(**HERE, emoji="👍", on=False)),
        ("/react 7 👍 #dev", wire.React(conversation=DEV, seq=7, emoji="👍", on=True)),
        ("/react 👍", b"! Usage: /react 43 \xf0\x9f\x91\x8d [#dev]\n"),
        ("/react 👍 43", b"! Usage: /react 43 \xf0\x9f\x91\x8d [#dev]\n"),
        ("/react 43 👍 #dev #dev", b"! Usage: /react 43 \xf0\x9f\x91\x8d [#dev]\n"),
    ],
)
def test_a_line_is_what_the_wire_calls_it(line, command):
    assert says(somebody(DEV, BOB), line) == command


def test_a_reaction_is_told_and_that_it_was_taken_back():
    given = change(wire.Reacted, target=1, emoji="👍", on=True)
    taken = change(wire.Reacted, target=1, emoji="👍", on=False)
    assert shows(somebody(), given) == ["* bob reacted 👍"]
    assert shows(somebody(), taken) == ["* bob took 👍 back"]

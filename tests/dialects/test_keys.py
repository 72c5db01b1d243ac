"""A line in which somebody has pressed more keys than those of letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.dialects.plain.keys import graphemes, obey_keys
from tests.support.dear import is_cheap

# What people count as one character, in several scripts.
ONES = [
    *("a", "é", "e\u0301", "ß", "न", "नि", "กำ", "한", "\u1112\u1161\u11ab"),
    *(
        "👍",
        "👍🏽",
        "❤\ufe0f",
        "👩\u200d👩\u200d👧",
        "🏳\ufe0f\u200d🌈",
        "🇩🇪",
        "1\ufe0f\u20e3",
    ),
    "🏴\U000e0067\U000e0062\U000e007f",
]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("hello", "hello"),
        ("bobb\b", "bob"),
        ("helo\b\bllo", "hello"),
        ("helo\x7f\x7fllo", "hello"),
        ("\b\bhi", "hi"),
        ("hi\b\b\b\b", ""),
        ("B\bBo\bol\bld\bd", "Bold"),  # as man prints what is bold
        ("all of it\x15again", "again"),
        ("not this\x03after", "after"),
        ("one two \x17three", "one three"),
        ("one\x17\x17\x17two", "two"),
        ("wait\x1b[D\x1b[Ddone", "waitdone"),
        ("\x1b[Aup \x1b[1;5Ddown\x1b[3~\x1b[15~", "up down"),
        ("\x1b[200~pasted\x1b[201~", "pasted"),
        ("\x1bOAa\x1bOPb\x1bO5Cc\x1b[[Ad", "abcd"),
        ("\x1b[31mred\x1b[0m\x1b(B", "red"),
        ("\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b\x1bPq\x1b\\", "ab"),
        ("\x9b2Ja\x85b", "ab"),
        ("\x1bhello \x1b", "hello "),
        ("\x1bOh \x1b]no", "Oh ]no"),
        ("\x1b[", ""),
        ("a\x1b[12", "a"),
        ("a\tb\u200f", "a\tb\u200f"),
    ],
)
def test_keys_do_what_they_are_for(typed, line):
    assert obey_keys(typed) == line


@pytest.mark.parametrize("one", ONES)
def test_backspace_takes_what_people_count_as_one(one):
    assert obey_keys(f"a{one}\b") == "a"
    assert obey_keys(f"{one}{one}\x7f") == one


@given(st.lists(st.sampled_from(ONES)))
def test_graphemes_are_the_text_in_pieces(ones):
    assert graphemes("".join(ones)) == ones


@given(st.text(), st.text(st.characters(categories=["L", "N", "P", "Zs"])))
@pytest.mark.dear
def test_what_was_erased_leaves_no_trace(before, typed):
    line = f"{before}\x15{typed}"
    assert obey_keys(line) == obey_keys(typed)
    assert not set("\b\x7f\x1b\x03\x15\x17") & set(obey_keys(before))


@pytest.mark.parametrize(
    "typed",
    ["a\b", "\x1b[", "\x1b]", "\x1bP0", "\x9d", "a \x17", "\x17", "e\u0301", "\x1b[1"],
)
def test_no_line_of_keys_is_dear(typed):
    line = typed * (8192 // len(typed)) + "\b"
    assert is_cheap(lambda: [obey_keys(line), obey_keys("a " * 2048 + line)], 0.1)

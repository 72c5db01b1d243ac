"""Words begin and end where people see that, in every script."""

import pytest

from chat.desktop.core.fold import fold
from chat.desktop.core.letters import named, word_after, word_before


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("one two", "one "),
        ("one two  ", "one "),
        ("one, two!", "one, two"),
        ("a\nb", "a\n"),
        ("a\n", "a"),
        ("नमस्ते हिन्दी", "नमस्ते "),
        ("می‌خواهم", ""),
        ("x 👍", "x "),
        ("", ""),
    ],
)
def test_a_word_is_taken_back_as_a_whole(text, left):
    assert text[: word_before(text)] == left


def test_the_next_word_ends_where_it_ends():
    assert word_after("  one two") == 5


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("ada", "hello ada, ADA!", ["ada", "ADA"]),
        ("ada", "adam and Grenada", []),
        ("अनिल", "अनिल, आओ", ["अनिल"]),
        ("अनि", "अनिल", []),
        ("हिन्द", "हिन्दी", []),
        ("a.b", "axb a.b", ["a.b"]),
        ("", "anything", []),
    ],
)
def test_somebody_is_named_by_a_word_of_its_own(name, text, found):
    assert [text[start:end] for start, end in named(name, text)] == found


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(("melanie", "Mélanie"), ("ipek", "İpek"), ("strasse", "Straße")),
        *(("ｂｏｂ", "BOB"), ("me\u0301lanie", "MÉLANIE"), ("zoe", "Zoë")),
    ],
)
def test_names_are_found_whatever_way_they_are_typed(typed, name):
    assert fold(typed) in fold(name)

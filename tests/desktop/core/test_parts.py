"""A text that is too long is several messages, and nothing of it is lost."""

from random import Random

import pytest

from chat.desktop.core.parts import parts

PIECES = ("abc", " ", "\n", "\n\n", "x" * 30, ". ", "    indented\n", "日本語")


def test_what_fits_is_one():
    assert parts("short", 100) == ["short"]
    assert parts("\n\n", 1) == []


def test_it_is_cut_where_a_paragraph_ends_or_a_line_or_a_word():
    assert parts("one one one\n\ntwo two\nmore", 20) == ["one one one", "two two\nmore"]
    assert parts("one one one one\n  two two two", 20) == [
        "one one one one",
        "  two two two",
    ]
    assert parts("one two three four five", 12) == ["one two", "three four", "five"]


def test_code_that_is_cut_stays_code():
    code = "\n".join(f"    line {number}" for number in range(20))
    made = parts(f"```py\n{code}\n```\nafter", 150)
    assert len(made) > 1
    assert all(part.startswith("```py\n    line") for part in made)
    assert all(part.endswith("\n```") for part in made[:-1])
    assert made[-1].endswith("```\nafter")


@pytest.mark.parametrize("seed", range(20))
def test_no_part_is_too_long_and_no_word_is_lost(seed):
    text = "".join(Random(seed).choices(PIECES, k=200))
    made = parts(text, 60)
    assert all(0 < len(part) <= 60 for part in made)
    assert "".join("".join(made).split()) == "".join(text.split())

"""A text that is too long is several messages, and nothing of it is lost."""

from random import Random

import pytest

from chat.desktop.core.sending.parts import parts

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


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("私は東京に住む。明日は雨だろうか", "私は東京に住む。"),
        ("मैं घर जाता हूँ। तुम कब आओगे यहाँ", "मैं घर जाता हूँ।"),
        ("「もう行こう！」彼は言ったそうだね", "「もう行こう！」"),
        ("ماذا تقول يا أخي؟ لا أعرف شيئا", "ماذا تقول يا أخي؟"),
        ("Say what you mean! Then go on there", "Say what you mean!"),
        ("東京都、神奈川県、京都府北海道沖縄", "東京都、神奈川県、"),
        ("x" * 18 + "e\u0301\u0302" + "y" * 9, "x" * 18),
        ("x" * 16 + "👨\u200d👩\u200d👧" + "y" * 9, "x" * 16),
        ("x" * 19 + "👍🏽" + "y" * 9, "x" * 19),
        ("x" * 17 + "🇩🇪🇫🇷" + "y" * 9, "x" * 17 + "🇩🇪"),
        ("नि" * 15, "नि" * 10),
        ("한" * 8 + "\u1112\u1161\u11ab" * 6, "한" * 8 + "\u1112\u1161\u11ab" * 4),
    ],
)
def test_it_is_cut_at_the_end_of_a_sentence_and_within_no_character(text, first):
    made = parts(text, len(first) + 1)
    assert made[0] == first
    assert "".join("".join(made).split()) == "".join(text.split())


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

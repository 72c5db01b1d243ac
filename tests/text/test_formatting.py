"""Text comes out as it went in, unless formatting was plainly meant.

The golden cases are read by the page's and the desktop client's tests, too.
"""

import json
import re
from html import unescape
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.text.clean import clean_body
from chat.text.markdown import render, render_fully
from chat.text.visible import is_visible
from chat.wire.errors import Malformed

VECTORS = Path(__file__).parents[1] / "vectors" / "formatting.json"
GROUPS = json.loads(VECTORS.read_text("utf-8"))
INVISIBLE = [
    *("\u200b", "\u2800", "\u3164", "\u00ad", "\ufeff", "\u200d", "\ufe0f", "\u2060"),
    *("\u115f\u1160", "\uffa0", "\u034f", "\u180e", "\u061c", "\u202e\u202c", "\u3000"),
    *("\U000e0041\U000e007f", "\U000e0100", "\u00a0\u2003", "\ufff9", "\U0001d159"),
]


def words_of(html):
    """What somebody sees of it, without the looks."""
    named = re.sub(r'(<pre) data-language="([^"]*)"', r"\2\1", html)
    blocks = re.sub(r"</(p|li|h\d|pre)>|<(ul|ol|pre)[^>]*>", "\n", named)
    return unescape(re.sub("<[^>]*>", "", blocks))


@pytest.mark.parametrize("group", GROUPS, ids=[each["name"] for each in GROUPS])
def test_golden_cases(group):
    for case in group["cases"]:
        assert render(case["body"]) == case["html"], case["body"]


@pytest.mark.parametrize("text", [*INVISIBLE, "".join(INVISIBLE), " \u200b\n\u2800 "])
def test_what_nobody_can_see_is_refused_like_an_empty_line(text):
    with pytest.raises(Malformed):
        clean_body(text)


@pytest.mark.parametrize(
    "text",
    ["\u0301", "👍\ufe0f", "नि", ".", "\U0001f1e9\U0001f1ea", "\u0600", "\ue000"],
)
def test_what_somebody_can_see_is_said(text):
    assert clean_body(text) == text


PIECES = st.sampled_from(
    [
        *(
            "a",
            "bc",
            "Ü",
            "中文",
            "「",
            "」",
            "。",
            "ไทย",
            "1",
            "20",
            "ש",
            "ن",
            "नि",
            "👍",
        ),
        *("*", "**", "***", "_", "__", "~~", "`", "``", "\\", "[", "]", "(", ")", "<"),
        *(">", "> ", "- ", "* ", "+ ", "1. ", "2) ", "# ", "---", "===", "|", "&amp;"),
        *(
            " ",
            "  ",
            "    ",
            "\t",
            "\n",
            "\n\n",
            "\u200b",
            "!",
            ".",
            ",",
            "/",
            ":",
            "=",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join).filter(is_visible)


@pytest.mark.dear
@given(TEXTS)
@hypothesis.settings(max_examples=500)
def test_no_letter_is_lost_and_nothing_is_blank(body):
    letters = [each for each in body if each.isalpha()]
    shown = words_of(render(body))
    assert [each for each in shown if each.isalpha()] == letters
    assert is_visible(shown)


@given(st.text(alphabet=" \tab\n.,", max_size=60).filter(is_visible))
def test_spaces_and_line_breaks_stay(body):
    lines = re.sub(r"\A(?:[ \t]*\n)+", "", body).rstrip().split("\n")
    shown = words_of(render(body)).removesuffix("\n").split("\n")
    assert [each.rstrip() for each in shown] == [each.rstrip() for each in lines]


@given(TEXTS, TEXTS)
@pytest.mark.dear
def test_a_backslash_or_another_text_before_it_changes_no_letters(one, other):
    body = f"\\{one}\n{other}\\"
    letters = [each for each in body if each.isalpha()]
    assert [each for each in words_of(render_fully(body)) if each.isalpha()] == letters


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> - "])
def test_what_is_nested_too_deep_is_text(mark):
    html = render(f"{mark * 40}end")
    assert "end" in html
    assert html.count("<blockquote>") + html.count("<li>") <= 12

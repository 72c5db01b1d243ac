"""Code in colours: what is marked, and that no text makes it dear."""

import random
import re
from functools import partial
from html import unescape
from pathlib import Path

import pytest

from chat.desktop.core.writing.languages_of_code import NAMES
from chat.text import highlight as module
from chat.text.highlight import LANGUAGES, PARTS_MOST, highlight, language_of
from chat.text.markdown import render
from tests.support.dear import is_cheap

PROJECT = Path(__file__).parents[2]
PYTHON = LANGUAGES["python"]
TAG = re.compile("<[^>]*>")
# What lexers look far ahead for, or begin again and again.
PIECES = ["(", "[", "{", "'", '"', "`", "/*", "\\", "a", " ", "\n", "${", "#", "=", "1"]
PIECES += [
    "<!--",
    "<a ",
    '"""',
    "@",
    "\n ",
    "&",
    "<<<A\n",
    "//",
    "\t",
    "\\\n",
    "{{",
    "%",
]


@pytest.mark.parametrize(
    ("word", "name"),
    [("py", "Python"), ("C++", "C++"), ("cs", "C#"), ("sh", "Bash"), ("Diff", "Diff")],
)
def test_a_language_is_known_by_what_people_call_it(word, name):
    assert language_of(word).name == name


@pytest.mark.parametrize("word", ["", "text", "wolf", "pygments.lexers", "../python"])
def test_all_else_is_no_language(word):
    assert language_of(word) is None


@pytest.mark.dear
def test_every_language_of_the_list_has_a_lexer():
    for language in set(LANGUAGES.values()):
        assert highlight("x = 1", language)


@pytest.mark.dear
def test_the_words_stay_as_they_were_typed():
    code = "if a < b && c > 'd':\n\t\n  # <script>\n"
    for language in set(LANGUAGES.values()):
        assert unescape(TAG.sub("", highlight(code, language))) == code


def test_no_more_than_so_many_parts_are_marked():
    assert highlight("1+" * 1900, PYTHON).count("<span") <= PARTS_MOST


@pytest.mark.parametrize("code", ["\n" * 3900, "x = " + "1" * 1000, "\n " * 1900])
def test_data_is_no_code(code):
    assert "<span" not in highlight(code, LANGUAGES["java"])


def test_a_lexer_that_fails_refuses_nothing(monkeypatch, caplog):
    monkeypatch.setattr(module, "_lexer_of", lambda name: 1 / 0)
    assert highlight("a < b", PYTHON) == "a &lt; b"
    assert "Code in Python could not be read." in caplog.text


def test_what_somebody_types_brings_no_class_of_its_own():
    html = render('```html\n<pre class="x" data-language="y">\n```')
    assert html.startswith('<pre data-language="HTML"><code>')
    assert "class=&quot;x" in TAG.sub("", html) or 'class="x"' in TAG.sub("", html)


@pytest.mark.whole
def test_no_text_makes_it_dear():
    chance = random.Random(7)
    for language in sorted(set(LANGUAGES.values())):
        highlight("x", language)  # it is read in
        for _ in range(6):
            piece = chance.choice(PIECES) + chance.choice(PIECES)
            code = piece * (3900 // len(piece))
            assert is_cheap(partial(highlight, code, language), 0.1)


def test_the_page_and_the_desktop_offer_each_language_once():
    text = (PROJECT / "static/js/core/writing/languages_of_code.js").read_text()
    offered = re.findall(r'"([a-z]+)"', text)
    assert len(offered) == len(set(offered))
    assert list(NAMES) == offered
    named = {LANGUAGES[word] for word in offered}
    assert named == set(LANGUAGES.values())

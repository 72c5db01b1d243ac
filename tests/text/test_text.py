"""What people write, and what becomes of it."""

from html.parser import HTMLParser
from unicodedata import category

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.text.clean import (
    clean_body,
    clean_description,
    clean_topic,
    without_control_characters,
)
from chat.text.markdown import render, render_fully
from chat.text.names import key_of, person_name, room_name
from chat.wire.errors import Malformed, NameInvalid, TooLong


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ada", "ada"),
        (" Ada ", "Ada"),
        ("ＡＤＡ", "ADA"),
        ("ﬁona", "fiona"),
        ("Zoë-7_x", "Zoë-7_x"),
        ("王小明", "王小明"),
        ("a" * 30, "a" * 30),
    ],
)
def test_a_name_is_normalised(typed, name):
    assert person_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "7up",
        "ada\u3164",
        "\u115fada",
        "-a",
        "_a",
        "a b",
        "a@b",
        "#a",
        "a" * 31,
        "a\n",
        "a.b",
        "~1",
        "²a",
    ],
)
def test_what_is_no_name_is_refused(typed):
    if typed == "a\n":
        assert person_name(typed) == "a"
        return
    with pytest.raises(NameInvalid):
        person_name(typed)


@pytest.mark.parametrize(("one", "other"), [("Ada", "aDA"), ("Straße", "STRASSE")])
def test_names_are_the_same_without_regard_to_case(one, other):
    assert key_of(one) == key_of(other)


@given(st.text(max_size=40))
def test_a_name_that_is_accepted_stays_as_it_is(text):
    try:
        name = person_name(text)
    except NameInvalid:
        return
    assert person_name(name) == name
    assert key_of(key_of(name)) == key_of(name)


def test_a_rooms_name_is_in_lower_case_and_may_start_with_a_digit():
    assert room_name("#Dev-2") == "dev-2"
    assert room_name("2026") == "2026"
    with pytest.raises(NameInvalid):
        room_name("##dev")


def test_a_body_keeps_its_lines_and_loses_its_control_characters():
    assert clean_body("a\r\nb\rc\x00\x1b[31m\td\x9b") == "a\nb\nc[31m\td"


@given(st.text())
def test_a_text_loses_only_what_nobody_sees(text):
    kept = [c for c in text if c in "\n\t" or category(c) not in ("Cc", "Cs")]
    assert without_control_characters(text) == "".join(kept)


def test_a_body_has_1_to_4000_characters():
    assert clean_body("é" * 4000)
    with pytest.raises(TooLong):
        clean_body("é" * 4001)
    for nothing in ("", "  \n ", "\x00"):
        with pytest.raises(Malformed):
            clean_body(nothing)


def test_a_topic_is_one_short_line():
    assert clean_topic(" a\nb\t c ") == "a b c"
    with pytest.raises(TooLong):
        clean_topic("x" * 201)


def test_a_description_has_lines_however_they_end():
    assert clean_description(" a\r\nb\rc\x00 \n") == "a\nb\nc"
    with pytest.raises(TooLong):
        clean_description("x" * 1001)


WORDS = st.sampled_from(
    [
        *(
            "hello",
            "Straße",
            "王小明",
            "a1",
            "2",
            "10",
            "x_y",
            "snake_case_name",
            "², ½",
        ),
        *("www", "com", "example", "localhost", "http", "mailto", "ftp", "me", "org"),
        *(".", "..", "...", ":", "/", "//", "@", "#", "-", "--", "---", "=", "+", "*"),
        *("(", ")", "[", "]", "<", ">", "&", "amp;", "!", "?", ",", ";", "'", '"', "`"),
        *(" ", "  ", "    ", "\t", "\n", "\u00a0", "\u00ad", "\u3002", "\\", "~", "|"),
    ]
)


@pytest.mark.whole
@given(st.lists(WORDS | st.text(max_size=5), max_size=20).map("".join))
@hypothesis.settings(max_examples=1000)
def test_what_is_rendered_quickly_is_what_it_would_be(body):
    assert render(body) == render_fully(body)


@pytest.mark.parametrize(
    ("body", "is_plain"),
    [
        ("Hello, are you there? I'm (still) here...", True),
        ("王小明 ist da! Version 2. It's well-known; 10 people", True),
        ("www.example.com", False),
        ("1. one", False),
        ("two  spaces, 1) one", True),
        ("snake_case", False),
        ("a\nb", False),
        ("a ", False),
    ],
)
def test_most_is_rendered_quickly(body, is_plain, monkeypatch):
    monkeypatch.setattr("chat.text.markdown.render_fully", lambda body: "slowly")
    assert (render(body) == f"<p>{body}</p>") == is_plain


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/x.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "<javascript:alert(1)>",
        '[x](https://a.example "onmouseover=alert(1)")',
        "<a href='x' style='position:fixed'>x</a>",
        "<svg/onload=alert(1)>",
    ],
)
def test_nothing_that_acts_gets_through(body):
    for tag, attributes in _elements(render(body)):
        assert tag in {"p", "a", "code", "pre"}
        assert set(attributes) <= {"href", "title", "rel"}
        scheme = (attributes.get("href") or "https:").partition(":")[0]
        assert scheme in {"http", "https", "mailto"}


def _elements(html):
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append((tag, dict(attrs)))
    parser.feed(html)
    return found

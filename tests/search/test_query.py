"""What somebody types to find something, read."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.template.loader import render_to_string

from chat.search.query import Filter, Phrase, read
from chat.search.snippets import Snippet
from chat.wire.errors import ChatError


def phrases(text):
    return [" ".join(its.words) + "*" * its.is_prefix for its in read(text).phrases]


@pytest.mark.parametrize(
    ("typed", "found"),
    {
        "cake": ["cake*"],
        "cake ": ["cake"],
        "big cake": ["big", "cake*"],
        '"big cake"': ["big cake"],
        '"big ca"*': ["big ca*"],
        "„big cake“ x": ["big cake", "x"],
        '"never closed': ["never closed"],
        "ca* now ": ["ca*", "now"],
        "foo-bar ": ["foo bar"],
        "http://a.co/x ": ["http a co x"],
        "12:30 note:this ": ["12 30", "note this"],
        "中文说": ["中文 文说"],
        "中": ["中"],
        "python中": ["python", "中"],
        "a": ["a"],
    }.items(),
)
def test_words_phrases_and_beginnings(typed, found):
    assert phrases(typed) == found


def test_what_is_not_wanted_and_where_by_whom():
    query = read('cake -pie -"apple tree" from:Ada -in:"#dev" HAS:link')
    assert query.unwanted == [Phrase(("pie",)), Phrase(("apple", "tree"))]
    assert query.filters == [
        *(Filter("from", "Ada"), Filter("in", "#dev", True), Filter("has", "link"))
    ]


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("before:2026-01-31", None, "2026-01-31"),
        ("after:2026-01-31", "2026-02-01", None),
        ("on:2026-01-31", "2026-01-31", "2026-02-01"),
        ("on:2026-12", "2026-12-01", "2027-01-01"),
        ("on:2025", "2025-01-01", "2026-01-01"),
        ("after:2025 before:2026-03", "2026-01-01", "2026-03-01"),
    ],
)
def test_days_months_and_years(typed, since, until):
    def at(day):
        return day and datetime.fromisoformat(day).replace(tzinfo=UTC)

    query = read(typed)
    assert (query.since, query.until) == (at(since), at(until))


def test_a_day_is_the_readers():
    assert read("on:2026-01-31", zone=60).since == datetime(2026, 1, 30, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *((nothing, "malformed") for nothing in ("", " ", "*", "...", "?!", '""', "-")),
        *(
            (bad, "malformed")
            for bad in ("a*", "on:never", "before:2026-13", "-on:2026")
        ),
        *(("on:0000", "malformed"), ("after:9999-12-31", "malformed")),
        ("x" * 201, "too-long"),
        ("ab " * 17, "too-long"),
    ],
)
def test_what_makes_no_sense_is_said(typed, code):
    with pytest.raises(ChatError) as refused:
        read(typed)
    assert refused.value.code == code


# --- What shows it --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "body", "pieces"),
    [
        ("cake", "Cake, and cakes!", ["", "Cake", ", and ", "cakes", "!"]),
        ('"big cake"', "a big\ncake", ["a ", "big cake", ""]),
        ("melanie", "chez Mélanie!", ["chez ", "Mélanie", "!"]),
        ("me\u0301lanie", "Me\u0301lanie", ["", "Me\u0301lanie", ""]),
        ("strasse", "Straßenbahn", ["", "Straßenbahn", ""]),
        ("文说", "中文说明", ["中", "文说", "明"]),
        ("中文说", "中文说明", ["", "中文说", "明"]),
        ("has:link", "<b>see</b>", ["<b>see</b>"]),
        ("cake", "no pie", []),
        ("-pie cake", "pie, cake", []),
    ],
)
def test_found_words_are_marked_in_what_was_typed(typed, body, pieces):
    assert Snippet(read(typed)).of(body) == pieces


def test_of_a_long_body_the_words_around_are_shown():
    body = "long " * 100 + "cake " + "tail " * 100
    before, found, after = Snippet(read("cake")).of(body)
    assert (before[:6], found, after[-1]) == ("…long ", "cake", "…")
    assert len(before + found + after) <= 202


def test_what_the_page_offers_is_understood():
    page = render_to_string("chat/panels/_search.html")
    offered = map(unescape, re.findall(r'<code dir="ltr">(.*?)</code>', page))
    asked = read(" ".join(["cake", *offered]))
    assert {its.key for its in asked.filters} == {"from", "in", "has", "is"}
    assert asked.until
    assert asked.unwanted

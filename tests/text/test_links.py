"""Bare links: what somebody meant to link; and no text is dear."""

import pytest

from chat.text.links import find_links
from chat.text.markdown import render, render_fully
from tests.support.dear import WORST, dear, made


def linked(text):
    """The links in a text, as they stand there."""
    return [text[each.start : each.end] for each in find_links(text)]


@pytest.mark.parametrize(
    "address",
    [
        *("https://example.org/a?b=1&c=2#d", "http://localhost:8000/x", "http://a"),
        *(
            "http://10.0.0.1/",
            "https://jira:8080/x",
            "http://printer.local",
            "HTTP://A.CO",
        ),
        *(
            "https://en.wikipedia.org/wiki/A_(b)",
            "http://a.co/x,y;z",
            "http://a.co/~x/",
        ),
        *("https://user:pw@a.co:8080/p", "http://a.co/[1]", "https://x.org/#/!x:y"),
        *("https://a.co/it's", "https://a.co?x", "https://a.b.c.d.e.museum/a--b/{c}"),
        *(
            "http://a_b.co/",
            "http://[::1]:8000/",
            "http://[2001:db8::1]",
            "http://é.co/é",
        ),
        *(
            "https://пример.рф/путь",
            "https://fa.example/نیم‌فاصله",
            "https://a.co/%D7%A9",
        ),
        *("www.example.org", "WWW.example.co.uk/a?b", "www.münchen.de:80/x"),
        *("ada@example.org", "a.b+c@x-y.co.uk", "mailto:ada@example.org?subject=a%20b"),
        "https://example.org/" + "ab/%20-c" * 200 + "?q=" + "x" * 400,
    ],
)
def test_an_address_is_a_link_as_a_whole(address):
    for before, after in [("", ""), ("see ", ", please"), ("(", ")"), ("“", "”")]:
        assert linked(f"{before}{address}{after}") == [address]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "manage.py",
            "README.md",
            "3.pm",
            "Hi.So",
            "example.com",
            "a.co/x",
            "v1.2.co",
        ),
        *(
            "www.",
            "www.x",
            "www.1.2",
            "xwww.a.co",
            "ftp://a.co",
            "//a.co",
            "http:/a.co",
        ),
        *("http://", "http://.a", "http://-a", "xhttp://a.co", "git+https://a.co"),
        *("git@github.com:a/b.git", "a@b", "a@b.c", "@a.co", "@ada@b.co", "a@1.2.3.4"),
        *(
            "a@b.co/x",
            "ssh://a@b.co",
            "a@@b.co",
            "http://[x]/",
            "http://[::1",
            "a@b.c_d",
        ),
        "http://" + "a" * 64 + ".co",
    ],
)
def test_what_nobody_meant_to_link_is_none(text):
    assert linked(text) == []


@pytest.mark.parametrize(
    "end", [*"。，、；：！？）】》」』〉〕…—–’”»›،؛؟۔।॥။៕։፡・･｡𑅁𞥞", "\u202e"]
)
def test_a_link_ends_before_the_sentences_own_punctuation(end):
    for address in ("https://a.co", "https://a.co/x", "www.a.co/x", "ada@a.co"):
        assert linked(f"请看{address}{end}谢谢") == [address]


@pytest.mark.parametrize(
    "end", [".", ",", "!?", "...", "'", '"', ")", "]", "}.", ">", "**", ":"]
)
def test_a_link_ends_before_punctuation_in_ascii(end):
    assert linked(f"https://a.co/x{end} and") == ["https://a.co/x"]


def test_an_emphasis_around_a_link_is_not_its_own():
    assert linked("_see https://a.co/x_") == ["https://a.co/x"]
    assert linked("see https://a.co/x_") == ["https://a.co/x_"]
    assert linked("'https://a.co/x','y'") == ["https://a.co/x"]


def test_a_host_ends_where_another_script_begins():
    assert linked("https://example.comです") == ["https://example.com"]


def test_a_host_that_stands_for_half_a_character_is_stored():
    assert render("http://xn--ib9b.co").encode()


@pytest.mark.whole
def test_no_body_is_dear():
    assert not dear(render_fully, WORST)


@pytest.mark.dear
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(n, marks=pytest.mark.whole) for n in range(1, 6))]
)
def test_no_body_that_was_made_by_chance_is_dear(seed):
    assert not dear(render_fully, made(seed, 50))


@pytest.mark.dear
def test_a_dear_function_is_seen():
    assert dear(lambda text: [text.count(c) for c in text * 4], [("", "ab", "")])

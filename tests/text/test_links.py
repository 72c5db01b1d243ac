"""Bare links: what linkify-it finds, without what it takes; and no text is dear."""

from random import Random

import pytest
from linkify_it import LinkifyIt

from chat.text.links import find_links
from chat.text.markdown import render, render_fully
from tests.support.dear import WORST, dear, made

# None with a backslash: ours end before it.
ADDRESSES = [
    *("https://example.org/a?b=1&c=2#d", "http://localhost:8000/x", "http://10.0.0.1/"),
    *("https://en.wikipedia.org/wiki/A_(b)", "http://a.co/x,y;z!", "ftp://ftp.a.de"),
    *(
        "https://user:pw@a.co:8080/p",
        "http://a.co/[1]",
        "HTTPS://A.CO/",
        "//localhost/",
    ),
    *("//example.org/x", "http://é.co/é", "https://a.co/it's", "https://a.co?x"),
    *("https://a.b.c.d.e.museum/", "http://a_b.co/", "http://a.co-", "http:/a.co"),
    *(
        "example.com",
        "www.example.org",
        "example.com:80",
        "пример.рф",
        "a-b.co",
        "a..co",
    ),
    *("xn--80ak6aa92e.com", "foo.py", "a.b.c", "e.g.", "1.2.3", "a.CO", "a.co/..x"),
    *("a.co/x--y", "a.co/{a}", "a.co/'x'", 'a.co/"x"', "a.co:99999", "a.co:65535/x"),
    *("x|www.a.co", "a=b.co", "a~b.co", "#a.co", "@a.co", "-a.co", "...a.co", "a.coo"),
    *(
        "ada@example.org",
        "mailto:a@b",
        "mailto:ada@example.org",
        "a@b.co.uk",
        "a@1.2.3.4",
    ),
    *("MAILTO:a@b.co", "www.", "a@b"),
]
WORDS = ["hello", "Straße", "王小明", "it's", "well-known", "2", "and/or"]
BETWEEN = [*" ,.;:!?()/'\"*_\n\t…·", ", ", ". ", " - ", "", "...", " (", ") "]


@pytest.mark.parametrize("seed", range(10))
def test_links_are_those_that_linkify_it_finds(seed):
    random, theirs = Random(seed), LinkifyIt()
    for _ in range(200):
        choices = random.choices(ADDRESSES + WORDS, k=random.randint(1, 4))
        text = "".join(word + random.choice(BETWEEN) for word in choices)
        found = [tuple(link) for link in find_links(text)]
        assert found == [
            (each.index, each.last_index, each.schema, each.url)
            for each in theirs.match(text) or []
        ], text


@pytest.mark.parametrize(
    ("body", "html"),
    [
        # Marks count for more, where no scheme says what it is.
        ("a.co/_x_", '<p><a href="http://a.co/"{}>a.co/</a><em>x</em></p>'),
        ("*http://a.co*", '<p><em><a href="http://a.co"{}>http://a.co</a></em></p>'),
        ("http\\://a.co", "<p>http://a.co</p>"),
        ("xhttp://localhost", "<p>xhttp://localhost</p>"),
        ("[see a.co](http://a.co)", '<p><a href="http://a.co"{}>see a.co</a></p>'),
        ("`a.co`", "<p><code>a.co</code></p>"),
        ("a@b.co", '<p><a href="mailto:a@b.co"{}>a@b.co</a></p>'),
    ],
)
def test_a_bare_address_becomes_a_link(body, html):
    assert render(body) == html.format(' rel="noopener nofollow"')


def test_a_host_that_stands_for_half_a_character_is_stored():
    assert render("http://xn--ib9b.co").encode()


def test_a_long_address_is_a_link_as_a_whole():
    address = "https://example.org/" + "ab/%20-c" * 200 + "?q=" + "x" * 400
    [link] = find_links(f"see {address}, please")
    assert link.url == address


def test_no_body_is_dear():
    assert not dear(render_fully, WORST)


@pytest.mark.parametrize("seed", range(6))
def test_no_body_that_was_made_by_chance_is_dear(seed):
    assert not dear(render_fully, made(seed, 50))


def test_a_dear_function_is_seen():
    assert dear(lambda text: [text.count(c) for c in text * 4], [("", "ab", "")])

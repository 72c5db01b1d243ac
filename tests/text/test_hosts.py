"""Links are what they look like, or say what they are."""

import pytest

from chat.text.markdown import render
from tests.support.dear import is_cheap


def words_of(html):
    """What stands between the tags of the one link."""
    assert html.count("<a ") == 1, html
    return html.partition("<a ")[2].partition(">")[2].partition("</a>")[0]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("[https://bank.example](https://evil.example/x)", "[evil.example]"),
        ("[bank.example/login](https://login.evil.example)", "[login.evil.example]"),
        ("[**bank.example**](http://evil.example)", "[evil.example]"),
        ("[`bank.example`](http://evil.example)", "[evil.example]"),
        ("[see («bank.example»)](http://evil.example)", "[evil.example]"),
        ("[https://bank.example](https://bank.example@evil.example)", "[evil.example]"),
        ("[ada@bank.example](mailto:eve@evil.example)", "[evil.example]"),
        ("[bank\u2024example](http://evil.example)", "[evil.example]"),
        ("[bank。example](http://evil.example)", "[evil.example]"),
        ("[ba\u200bnk.example](http://evil.example)", "[evil.example]"),
        ("[Go→bank.example/login](http://evil.example)", "[evil.example]"),
        ("[192.168.0.1](http://evil.example)", "[evil.example]"),
        ("[BANK.EXAMPLE.](http://xn--bcher-kva.example)", "[bücher.example]"),
    ],
)
def test_words_that_name_another_site_are_followed_by_the_real_one(body, words):
    assert words_of(render(body)).endswith(words)


@pytest.mark.parametrize(
    "body",
    [
        "[bank.example](http://www.bank.example/login?next=/)",
        "[www.bank.example](HTTPS://BANK.example)",
        "[bücher.example](http://xn--bcher-kva.example)",
        "http://bücher.example/straße",
        "ada@bank.com",
        "[the docs, e.g. v1.2.3](http://bank.example)",
        "[click](http://bank.example)",
    ],
)
def test_words_that_name_no_other_site_stand_alone(body):
    assert "[" not in words_of(render(body))


BANK = "https://bank.example"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        # A backslash is a slash to browsers, and to others a part of the user's name.
        (rf"{BANK}\@evil.example", BANK),
        (rf"{BANK}\.evil.example", BANK),
        (rf"{BANK}/a\@evil.example", f"{BANK}/a"),
        (rf"{BANK}/(a\b)", f"{BANK}/(a"),
        (f"{BANK}\t@evil.example", BANK),
        (f"{BANK}\n@evil.example", BANK),
        (f"{BANK}／evil.example", BANK),
        (f"{BANK}。evil.example", BANK),
        (f"{BANK}．evil.example", BANK),
        (f"{BANK}＠evil.example", BANK),
        (f"{BANK}%2Fevil.example", BANK),
        (f"{BANK}\u2044evil.example", BANK),
        (f"{BANK}\u2215evil.example", BANK),
        (f"{BANK}：@evil.example", BANK),
    ],
)
def test_a_bare_address_ends_where_not_everybody_reads_on(body, words):
    html = render(body)
    assert words_of(html) == words
    assert f'href="{words}"' in html


@pytest.mark.parametrize(
    ("address", "host"),
    [
        (f"{BANK}@evil.example", "evil.example"),
        (f"<{BANK}@evil.example/>", "evil.example"),
        (rf"<{BANK}\@evil.example>", "evil.example"),
        (f"{BANK}%00@evil", "evil"),
        (f"{BANK}%2f@evil.example", "evil.example"),
        (f"{BANK}:443@evil.example", "evil.example"),
        (f"{BANK};@evil.example", "evil.example"),
        (f"<{BANK}／@evil.example>", "evil.example"),
        ("https://ada:secret@a.co:8080/p", "a.co"),
    ],
)
def test_a_bare_address_that_reads_as_another_is_followed_by_the_real_host(
    address, host
):
    assert words_of(render(address)).endswith(f" [{host}]")


@pytest.mark.parametrize(
    "address",
    [
        *("http://a.co:8080/@ada?x=@b", "HTTPS://A.co./", "http://192.0.2.1:80#a@b"),
        *("http://हिन्दी.example/", "http://xn--bcher-kva.example"),
        *("www.a.co/x@y", "www.a.co", "ada@a.co", "mailto:ada@a.co", "<ada@a.co>"),
    ],
)
def test_a_bare_address_that_says_where_it_leads_stands_alone(address):
    assert "[" not in words_of(render(address))


@pytest.mark.parametrize(
    "href",
    [
        *("/logout/", "#top", "//evil.example", "x.html", "?a", "ftp://a", "https://"),
        *("https:///evil.example", "https:/evil.example"),
    ],
)
def test_what_is_no_whole_address_is_no_link(href):
    assert "<a" not in render(f"[x]({href})")
    assert "<a" not in render(f"<{href}>")


@pytest.mark.parametrize("words", ["«", "a.", "a:", "a@", "a-", "a b.c ", "a@b.c:/"])
def test_the_longest_words_of_a_link_are_looked_at_in_no_time(words):
    body = f"[{words * (1900 // len(words))}](http://evil.example)"
    assert is_cheap(lambda: render(body), 0.05)

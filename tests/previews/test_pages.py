"""What a page says of itself is read from its head."""

import pytest

from chat.previews.pages import Page, page_of

OG = '<meta property="og:{}" content="{}">'


@pytest.mark.parametrize(
    ("html", "page"),
    [
        ("<title> A \n b </title><title>c</title>", Page("A b")),
        ("<title>A &amp; b</title>", Page("A & b")),
        ("<title>A" + OG.format("title", "B"), Page("B")),
        (
            "".join(OG.format(each, each) for each in ("title", "image", "site_name")),
            Page("title", "site_name", "", "image"),
        ),
        ('<title>A</title><META NAME=Description content="b">', Page("A", "", "b")),
        ("<body><svg><title>A</title></svg>" + OG.format("title", "B"), Page()),
        ("<title>" + "x" * 500, Page("x" * 119 + "…")),
        ("<title>A\x00\x1b[0m\u202eb</title>", Page("A[0m\u202eb")),
        ("<<<>><title<title>>", Page()),
        ("", Page()),
    ],
)
def test_of_this_page_that_is_said(html, page):
    assert page_of(html.encode(), "text/html") == page


@pytest.mark.parametrize(
    ("told", "content"),
    [
        ("text/html; charset=ISO-8859-1", b"<title>\xe4"),
        ("text/html", b"<meta charset=windows-1252><title>\xe4"),
        ("text/html", b'<meta content="text/html; charset=latin1"><title>\xc3\xa4'),
        ("text/html", b"\xef\xbb\xbf<meta charset=big5><title>\xc3\xa4"),
        ("text/html; charset=punycode", b"<title>\xc3\xa4"),
        ("text/html; charset=iso-8859-12", b"<title>\xc3\xa4"),
        ("text/html; charset=utf-16le", "<title>ä".encode("utf-16-le")),
    ],
)
def test_letters_are_those_of_its_encoding(told, content):
    assert page_of(content, told).title == "ä"

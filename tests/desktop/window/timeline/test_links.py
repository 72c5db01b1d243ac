"""Where a link leads to, and whether it says so."""

import pytest

pytest.importorskip("tkinter")

from chat.desktop.window.timeline.bodies import Link
from chat.desktop.window.timeline.links import misleads, place_of

EVIL = "https://evil.example/x"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("click here", EVIL),
        ("bank.example", "https://www.bank.example/login"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
        ("https://EXAMPLE.org:8443/", "https://example.org:8443/"),
        ("https://a.example/to?next=b.example", "https://a.example/to?next=b.example"),
        ("http://[::1]/", "http://[::1]/"),
        ("bob@example.org", "mailto:bob@example.org"),
    ],
)
def test_a_link_that_says_where_it_leads_opens_at_once(text, target):
    assert not misleads(Link(text, target))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("https://bank.example", EVIL),
        ("http://localhost/x", EVIL),
        ("see bank.example/now", EVIL),
        ("//bank.example", EVIL),
        ("192.0.2.1", EVIL),
        ("bank.example:443", EVIL),
        ("bank\u3002example", EVIL),
        ("bank\u200b.example", EVIL),
        ("bank.example", "https://b\u0430nk.example"),
        ("bank.example", "https://bank.example.evil.example"),
        ("https://bank.example@evil.example", "https://bank.example@evil.example"),
        (
            "https://bank.example%00@evil.example",
            "https://bank.example%00@evil.example",
        ),
        ("https://bank.example\u2044a.example", "https://bank.example\u2044a.example"),
        ("bob@example.org", "mailto:eve@example.org"),
    ],
)
def test_a_link_that_names_another_place_is_asked_about(text, target):
    assert misleads(Link(text, target))


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///x", "/x", "x"])
def test_only_the_web_and_mail_open(target):
    assert place_of(target) is None


def test_the_host_is_the_one_that_browsers_go_to():
    assert place_of(r"https://good.example\@evil.example/") == "good.example"
    assert place_of("https://good.example@evil.example/") == "evil.example"
    assert place_of("http://[bad") is None

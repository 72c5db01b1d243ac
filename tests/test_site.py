"""What a process knows of its site."""

import pytest

from chat.site import Site


def test_a_site_that_was_not_opened_lets_in_nobody_unasked(settings):
    settings.CHAT_ALLOW_GUESTS = None
    assert not Site().takes_guests
    assert Site().json_door is None


@pytest.mark.parametrize(
    ("host", "answers"),
    [
        ("localhost", True),
        ("LOCALHOST:8000", True),
        ("chat.lan:8000", True),
        ("[2001:db8::7]:8000", True),
        ("evil.example", False),
        ("chat.lan.evil.example", False),
        ("chat.lan:port", False),
        ("", False),
    ],
)
def test_a_site_answers_to_its_names_and_to_the_operators(settings, host, answers):
    settings.ALLOWED_HOSTS = ["localhost"]
    site = Site(names=("chat.lan", "[2001:db8::7]"))
    assert site.answers_to(host) is answers


def test_what_is_opened_is_here(reached):
    reached(json_door=("127.0.0.1", 9001))
    assert Site.here() == Site(json_door=("127.0.0.1", 9001))

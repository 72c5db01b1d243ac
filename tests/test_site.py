"""What a process knows of its site."""

import sys
from pathlib import Path

import pytest

from chat.site import Site, command

HERE, PYTHON = Path.cwd(), "/usr/bin/python3"


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


TLS = {"web": ("0.0.0.0", 8443)}


@pytest.mark.parametrize(
    ("known", "url"),
    [
        ({}, ""),
        ({"web_door": ("127.0.0.1", 8000)}, "http://127.0.0.1:8000"),
        ({"web_door": ("::1", 8000)}, "http://[::1]:8000"),
        ({"tls_doors": TLS}, "https://localhost:8443"),
        ({"tls_doors": TLS, "names": ("chat.lan",)}, "https://chat.lan:8443"),
    ],
)
def test_the_addresses_of_a_site_begin_as_it_is_reached(settings, known, url):
    assert Site(**known).url == url
    settings.CHAT_URL = "https://chat.example.org/talk"
    assert Site(**known).url == "https://chat.example.org/talk"


def test_what_is_opened_is_here(reached):
    reached(json_door=("127.0.0.1", 9001))
    assert Site.here() == Site(json_door=("127.0.0.1", 9001))


@pytest.mark.parametrize(
    ("started", "said"),
    [
        (f"{HERE}/manage.py", f"{PYTHON} manage.py restore 'a b.zip'"),
        ("/srv/chat/manage.py", f"{PYTHON} /srv/chat/manage.py restore 'a b.zip'"),
        ("/opt/chatsite/bin/chatsite", "/opt/chatsite/bin/chatsite restore 'a b.zip'"),
    ],
)
def test_another_command_is_started_as_this_one_was(monkeypatch, started, said):
    monkeypatch.setattr(sys, "argv", [started, "serve"])
    monkeypatch.setattr(sys, "executable", PYTHON)
    assert command("restore", "a b.zip") == said

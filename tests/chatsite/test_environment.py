"""What the environment may say, and how a mistake is answered."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatsite import environment
from tests.support.servers import manage

NAME = "CHAT_SOMETHING"


def a_server(name):
    return environment.server(name, {"smtps": 465})


@pytest.mark.parametrize("text", ["", "  "])
def test_what_says_nothing_means_the_default(monkeypatch, text):
    monkeypatch.setenv(NAME, text)
    assert environment.flag(NAME, True) is True
    assert environment.number(NAME, 20) == 20
    assert environment.fraction(NAME, 0.1) == 0.1
    assert environment.level(NAME, "INFO") == "INFO"
    assert environment.choice(NAME, "one", "two") == "one"
    assert environment.words(NAME) == []
    assert environment.token(NAME) == ""
    assert environment.address(NAME) is None
    assert environment.url(NAME) == ""
    assert environment.span(NAME, timedelta(hours=24)) == timedelta(hours=24)


@pytest.mark.parametrize(
    ("read", "text", "found"),
    [
        (environment.words, "a, b ,,c", ["a", "b", "c"]),
        (environment.url, " https://chat.lan/ ", "https://chat.lan"),
        (lambda name: environment.flag(name, False), "Yes", True),
        (lambda name: environment.flag(name, True), "off", False),
        (lambda name: environment.number(name, 1), "2.5", 2.5),
        (lambda name: environment.fraction(name, 0.1), "0.5", 0.5),
        (lambda name: environment.level(name, "INFO"), " debug ", "DEBUG"),
        (lambda name: environment.choice(name, "one", "two"), "TWO", "two"),
        (lambda name: environment.span(name, None), "36H", timedelta(hours=36)),
        (lambda name: environment.span(name, None), "0.5", timedelta(minutes=30)),
        (lambda name: environment.span(name, None), "7d", timedelta(days=7)),
        (lambda name: environment.span(name, timedelta(1)), "off", None),
        (
            environment.address,
            "tls://chat.example.org:9443",
            {"host": "chat.example.org", "port": 9443, "tls": True},
        ),
        (lambda name: environment.line(name, "", most=9), " Tea & Co ", "Tea & Co"),
        (lambda name: environment.colour(name, "#000000"), "#E0115F", "#e0115f"),
        (environment.token, " 0123456789abcdeF ", "0123456789abcdeF"),
        (environment.secret, " a secret/of+ours ", "a secret/of+ours"),
        (environment.content, "", ""),
        (environment.mailbox, " Chat <c@a.org> ", "Chat <c@a.org>"),
        (a_server, "", None),
        (a_server, "smtps://a%40b:c@[::1]", urlsplit("smtps://a%40b:c@[::1]:465")),
        (a_server, "smtps://mail:26/", urlsplit("smtps://mail:26/")),
        (environment.address, "[::1]:9", {"host": "::1", "port": 9, "tls": False}),
    ],
)
def test_what_is_said_is_read(monkeypatch, read, text, found):
    monkeypatch.setenv(NAME, text)
    assert read(NAME) == found


@pytest.mark.parametrize(
    ("read", "text", "wants"),
    [
        (lambda name: environment.flag(name, True), "maybe", "to 1 or 0"),
        (lambda name: environment.number(name, 1), "many", "to a number"),
        (lambda name: environment.number(name, 1), "0", "to 1 or more"),
        (lambda name: environment.number(name, 1), "nan", "to 1 or more"),
        (lambda name: environment.fraction(name, 0.1), "0", "above 0"),
        (lambda name: environment.fraction(name, 0.1), "1.1", "to 1 at most"),
        (lambda name: environment.fraction(name, 0.1), "half", "above 0"),
        (lambda name: environment.level(name, "INFO"), "loud", "DEBUG, INFO"),
        (lambda name: environment.level(name, "INFO"), "10", "DEBUG, INFO"),
        (lambda name: environment.choice(name, "b", "a"), "c", "one of a, b"),
        (lambda name: environment.span(name, None), "daily", "such as 24h"),
        (lambda name: environment.span(name, None), "-1h", "such as 24h"),
        (lambda name: environment.span(name, None), "nan", "such as 24h"),
        (lambda name: environment.line(name, "", most=9), "x" * 10, "of 9 characters"),
        (lambda name: environment.colour(name, "#00ff00"), "green", "such as #00ff00"),
        (lambda name: environment.picture(name, [".svg"], 9), "/none.svg", "with .svg"),
        (environment.address, "chat:99999", "as host:port"),
        (environment.url, "chat.lan", "like https://"),
        (environment.mailbox, "chat", "as chat@example.org"),
        (environment.content, "/none", "a file that can be read"),
    ],
)
def test_a_mistake_is_named_with_what_is_wanted(monkeypatch, read, text, wants):
    monkeypatch.setenv(NAME, text)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} is '{text}'.*{wants}"):
        read(NAME)


@pytest.mark.parametrize(
    "text", ["0123456789abcde", "0123456789 abcdef", "0123456789abcdéf"]
)
def test_a_token_that_is_none_is_not_shown(monkeypatch, text):
    monkeypatch.setenv(NAME, text)
    with pytest.raises(ImproperlyConfigured, match=r"no token.*16.*ASCII") as caught:
        environment.token(NAME)
    assert text not in str(caught.value)


@pytest.mark.parametrize("text", ["über", "x" * 1001, "two\nlines"])
def test_nor_is_what_is_no_secret_be_it_in_a_file(monkeypatch, tmp_path, text):
    path = tmp_path / "secret"
    path.write_text(text)
    for read, said in ((environment.secret, text), (environment.content, str(path))):
        monkeypatch.setenv(NAME, said)
        with pytest.raises(ImproperlyConfigured, match="no secret") as caught:
            read(NAME)
        assert text not in str(caught.value)


def test_a_file_has_a_secret(monkeypatch, tmp_path):
    path = tmp_path / "secret"
    path.write_text("of ours\n")
    monkeypatch.setenv(NAME, str(path))
    assert environment.content(NAME) == "of ours"


@pytest.mark.parametrize("text", ["mail:25", "smtp://secret@", "http://:secret@mail"])
def test_what_is_no_server_is_not_shown_either(monkeypatch, text):
    monkeypatch.setenv(NAME, text)
    with pytest.raises(ImproperlyConfigured, match="smtps://user:password") as caught:
        a_server(NAME)
    assert text not in str(caught.value)


LOGGING = "import logging; logging.getLogger('chat.x').debug('the ring is refused')"


@pytest.mark.processes
def test_the_log_can_be_made_to_say_more(tmp_path):
    quiet = manage(tmp_path, "shell", "-c", LOGGING)
    assert "the ring is refused" not in quiet.stderr
    wordy = manage(tmp_path, "shell", "-c", LOGGING, CHAT_LOG_LEVEL="debug")
    assert "DEBUG chat.x: the ring is refused" in wordy.stderr


@pytest.mark.processes
def test_a_mistake_reaches_the_operator_as_one_sentence(tmp_path):
    done = manage(tmp_path, "serve", CHAT_LOG_LEVEL="loud")
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "chatsite: CHAT_LOG_LEVEL is 'loud': set it to one of" in line

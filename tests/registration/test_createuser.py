"""``manage.py createuser``: by the word of whoever runs the site."""

import pytest
from django.core.management import CommandError, call_command

from chat.models import User
from chat.registration.management.commands import createuser
from chat.site import CLOSED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def closed(settings):
    settings.CHAT_REGISTRATION = CLOSED


@pytest.fixture
def asked(monkeypatch):
    """What somebody at a terminal types."""

    def types(*passwords):
        words = iter(passwords)
        monkeypatch.delenv("CHAT_PASSWORD", raising=False)
        monkeypatch.setattr(createuser.sys, "stdin", Terminal())
        monkeypatch.setattr(createuser, "getpass", lambda prompt: next(words))

    return types


class Terminal:
    def isatty(self):
        return True


@pytest.mark.parametrize("words", [[], ["--staff"]])
def test_it_makes_somebody_who_gets_in_by_any_password(words, monkeypatch, capsys):
    monkeypatch.setenv("CHAT_PASSWORD", "tea")
    call_command("createuser", "Ada", *words)
    ada = User.objects.check_login("ada", "tea")
    assert (ada.name, ada.is_staff, ada.is_superuser) == ("Ada", bool(words), False)
    assert "Ada can log in now." in capsys.readouterr().out


def test_at_a_terminal_it_is_asked_for_twice(asked):
    asked("tea", "tea")
    call_command("createuser", "ada")
    assert User.objects.check_login("ada", "tea")


@pytest.mark.parametrize(
    ("typed", "says"), [(["tea", "coffee"], "not the same"), ([""], "Without a")]
)
def test_what_was_mistyped_makes_nobody(asked, typed, says):
    asked(*typed)
    with pytest.raises(CommandError, match=says):
        call_command("createuser", "ada")
    assert not User.objects.exists()


def test_where_nobody_can_be_asked_it_says_what_to_set(monkeypatch):
    monkeypatch.delenv("CHAT_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="CHAT_PASSWORD"):
        call_command("createuser", "ada")


@pytest.mark.parametrize(("name", "says"), [("7up", "starts with"), ("BOB", "taken")])
def test_it_says_what_is_wrong_with_a_name(name, says, monkeypatch):
    monkeypatch.setenv("CHAT_PASSWORD", "tea")
    User.objects.sign_up("bob", "correct horse")
    with pytest.raises(CommandError, match=says) as caught:
        call_command("createuser", name)
    assert caught.value.returncode == 1

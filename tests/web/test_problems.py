"""What is too much just now is said so, by a page and with a time."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client, override_settings
from django.urls import reverse

from chat.concurrency.semaphore import FairSemaphore
from chat.models import User
from tests.web.admin.cast import PASSWORD, logged_in, sign_up

HASHERS = ["chat.models.people.hashing.Argon2"]
NEW = "battery staple"
TWICE = {"password1": NEW, "password2": NEW, "usable_password": "true"}
AGAIN = {"new_password": NEW, "new_password_again": NEW}
# Who sends what to which page that hashes; of "{ada}" her number.
PAGES = {
    "log in": ("", "/login/", {"name": "ada", "password": PASSWORD}),
    "log in to the panel": (
        "",
        "/login/?next=/admin/",
        {"name": "owner", "password": PASSWORD},
    ),
    "sign up": (
        "",
        "/signup/",
        {"name": "new", "password": NEW, "password_again": NEW},
    ),
    "one's own": ("ada", "/account/password/", {"old_password": PASSWORD, **AGAIN}),
    "somebody's": ("owner", "admin:auth_user_password_change", TWICE),
    "somebody new": ("owner", "admin:chat_user_add", {"name": "new", **TWICE}),
}


@pytest.fixture(scope="module")
def hashed():
    """Made to be slow: once will do."""
    with override_settings(PASSWORD_HASHERS=HASHERS):
        return make_password(PASSWORD)


@pytest.fixture
def cast(db, settings, hashed):
    sign_up("ada")
    User.objects.create_superuser("owner", PASSWORD)
    User.objects.update(password=hashed)
    settings.PASSWORD_HASHERS = HASHERS
    people = {user.name: logged_in(user) for user in User.objects.all()}
    return {"": Client(), **people}


@pytest.fixture
def full(monkeypatch, cast):
    """Nobody's turn comes to hash."""
    none = FairSemaphore(0, (0, 0))
    for reader in ("accounts.authentication", "models.people.hashing"):
        monkeypatch.setattr(f"chat.{reader}.HASHING", none)


@pytest.mark.parametrize("page", PAGES)
def test_when_too_many_hash_every_page_says_when_to_come_again(page, cast, full):
    who, path, form = PAGES[page]
    if path.startswith("admin:"):
        ada = User.objects.named("ada")
        args = [ada.pk] if "change" in path else []
        path = reverse(path, args=args)
    answer = cast[who].post(path, form)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "So many people are coming in" in answer.content.decode()
    assert not User.objects.filter(name="new").exists()

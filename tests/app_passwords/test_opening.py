"""Whom an app password opens, where, and until when."""

from datetime import timedelta

import pytest

from chat.accounts import authentication, secrets
from chat.accounts.throttle import FAILURES_HERE
from chat.accounts.visitor import Visitor
from chat.app_passwords import keeping
from chat.app_passwords.models import AppPassword
from chat.app_passwords.writing import GROUP_LETTERS, GROUPS, LETTERS, digest_of, new
from chat.models import User
from chat.wire.errors import (
    AppPasswordNeeded,
    BadCredentials,
    Banned,
    NotAllowed,
    RateLimited,
    TooMany,
)

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"
HERE = Visitor("192.0.2.1", door="json")


def come_in(secret, name="ada", visitor=HERE):
    return authentication.log_in(name, secret, visitor)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", PASSWORD)


@pytest.fixture
def made(ada):
    """Ada's, for the JSON door: the row, and the secret."""
    return keeping.make(ada, "robot", ["json"])


@pytest.fixture
def second_factor(monkeypatch):
    monkeypatch.setattr(secrets, "SECOND_FACTORS", [lambda user: user.name == "ada"])


def test_nobody_guesses_one():
    assert len(LETTERS) ** (GROUPS * GROUP_LETTERS) >= 2**100
    assert new() != new()


@pytest.mark.parametrize(
    "typed",
    [
        "0123-4567-89ab-cdef-ghjk",
        "0123456789ABCDEFGHJK",
        " 0123 4567 89ab cdef ghjk ",
        "OI23-4567-89ab-cdef-ghjk",
        "ol23-4567-89ab-cdef-ghjk",
    ],
)
def test_it_is_the_same_however_it_is_typed(typed):
    assert digest_of(typed) == digest_of("0123-4567-89ab-cdef-ghjk") is not None


@pytest.mark.parametrize(
    "typed", ["", PASSWORD, "0123-4567-89ab-cdef", "u123-4567-89ab-cdef-ghjk"]
)
def test_what_is_written_otherwise_is_none(typed):
    assert digest_of(typed) is None


def test_beside_it_the_password_opens_as_well(ada, made):
    assert come_in(made[1]) == come_in(PASSWORD) == ada


def test_with_a_second_factor_it_alone_opens(ada, made, second_factor):
    assert come_in(made[1]) == ada
    with pytest.raises(AppPasswordNeeded):
        come_in(PASSWORD)


def test_that_it_is_needed_is_told_after_the_right_password_only(ada, second_factor):
    for name in ("ada", "nobody"):
        with pytest.raises(BadCredentials):
            come_in("wrong", name)


def test_who_knows_the_password_has_not_failed(ada, second_factor):
    for _ in range(FAILURES_HERE + 1):
        with pytest.raises(AppPasswordNeeded):
            come_in(PASSWORD)


def test_it_alone_opens_an_account_without_a_password():
    bob = User.objects.bring_in("bob")
    _, secret = keeping.make(bob, "robot", ["json"])
    assert come_in(secret, "bob") == bob
    with pytest.raises(BadCredentials):
        come_in("", "bob")


def test_wrong_ones_are_counted(made):
    for _ in range(FAILURES_HERE):
        with pytest.raises(BadCredentials):
            come_in(new()[0])
    with pytest.raises(RateLimited):
        come_in(made[1])


def test_it_opens_no_page(made):
    with pytest.raises(BadCredentials):
        authentication.identify("ada", made[1], Visitor("192.0.2.1", door="browser"))


def test_it_opens_the_doors_that_it_is_for(made):
    with pytest.raises(BadCredentials, match="for other doors"):
        come_in(made[1], visitor=Visitor("192.0.2.1", door="plain"))


def test_it_opens_no_other_account(made):
    User.objects.sign_up("bob", PASSWORD)
    with pytest.raises(BadCredentials):
        come_in(made[1], "bob")


def test_it_opens_by_the_name_of_before_as_a_password_does(ada, made):
    ada.rename("Countess")
    assert come_in(made[1]) == ada


@pytest.mark.parametrize(
    ("end", "error"),
    [
        (lambda row: keeping.revoke([row]), BadCredentials),
        (lambda row: row.person.log_out_everywhere(), BadCredentials),
        (lambda row: row.person.change_password("other words"), BadCredentials),
        (lambda row: row.person.ban(), BadCredentials),
    ],
)
def test_it_ends_with_what_ends_log_ins(made, end, error):
    end(made[0])
    with pytest.raises(error):
        come_in(made[1])


def test_whoever_is_banned_is_told(ada, made):
    User.objects.filter(pk=ada.pk).update(is_active=False)
    with pytest.raises(Banned):
        come_in(made[1])


def test_the_secret_is_not_kept(ada, made):
    [row] = AppPassword.objects.values_list()
    assert not any(made[1] in str(column) for column in row)


def test_when_it_was_used_is_written_now_and_then(ada, made):
    row, secret = made

    def used():
        row.refresh_from_db()
        return row.used, row.address

    assert used() == (None, "")
    come_in(secret)
    first, address = used()
    assert address == "192.0.2.1"
    come_in(secret)
    assert used() == (first, address)
    come_in(secret, visitor=Visitor("192.0.2.2", door="json"))
    assert used() > (first, "192.0.2.2")
    AppPassword.objects.update(used=first - keeping.USED - timedelta(seconds=1))
    come_in(secret, visitor=Visitor("192.0.2.2", door="json"))
    assert used()[0] > first


def test_a_guest_has_none():
    with pytest.raises(NotAllowed):
        keeping.make(User.objects.admit_guest("eve"), "robot", ["json"])


def test_there_are_so_many(ada, made, monkeypatch):
    monkeypatch.setattr(keeping, "APP_PASSWORDS_MOST", 2)
    keeping.make(ada, "second", ["json"])
    with pytest.raises(TooMany):
        keeping.make(ada, "third", ["json"])
    ada.log_out_everywhere()
    keeping.make(ada, "first of the new ones", ["json"])
    assert [each.name for each in keeping.of(ada)] == ["first of the new ones"]


def test_so_many_are_made_in_an_hour(ada, made, settings):
    settings.CHAT_APP_PASSWORDS_PER_HOUR = 1
    with pytest.raises(RateLimited):
        keeping.make(ada, "robot", ["json"])

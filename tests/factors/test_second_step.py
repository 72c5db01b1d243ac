"""Logging in by more than the password, at the page."""

import pytest
from django.test import Client

from chat.accounts import authentication
from chat.factors import half_in, keeping
from chat.factors.checking import APP, RECOVERY
from chat.logging import audit
from chat.wire.errors import AppPasswordNeeded
from tests.factors.cast import (
    HERE,
    PASSWORD,
    ada,
    at_page,
    code_of,
    is_in,
    type_password,
    with_app,
)

pytestmark = pytest.mark.django_db
STEP = "/login/step/"


@pytest.fixture(name="ada")
def ada_with_an_app():
    user = ada()
    user.secret, user.codes = with_app(user)
    return user


@pytest.fixture
def half():
    """A browser in which the right password was typed."""
    client = at_page()
    type_password(client, next="/rooms/lobby/")
    return client


@pytest.fixture
def noted(monkeypatch):
    found = []
    monkeypatch.setattr(audit, "KEEPERS", [found.append])
    return found


def test_the_password_alone_opens_nothing(ada, noted):
    client = at_page()
    assert type_password(client).url.startswith(STEP)
    assert not is_in(client)
    assert noted == []
    assert not ada.visits.exists()


@pytest.mark.parametrize("by", [APP, RECOVERY])
def test_a_code_opens_and_leads_where_one_wanted_to_go(ada, half, noted, by):
    page = half.get(f"{STEP}?next=/rooms/lobby/")
    assert 'autocomplete="one-time-code"' in page.text
    code = code_of(ada.secret) if by == APP else ada.codes[0]
    assert half.post(STEP, {"code": code, "next": "/rooms/lobby/"}).url == (
        "/rooms/lobby/"
    )
    assert is_in(half)
    assert [(each.event, each.about["by"]) for each in noted] == [("log-in", by)]


def test_what_was_half_a_log_in_is_a_whole_one(ada, half):
    assert half.session.get_expiry_age() == half_in.SECONDS
    half.post(STEP, {"code": code_of(ada.secret)})
    assert half.session.get_expiry_age() > 24 * 3600
    assert half_in.HALF_IN not in half.session


def test_a_wrong_code_says_so_and_is_noted(ada, half, noted):
    page = half.post(STEP, {"code": "000000"})
    assert page.status_code == 422
    assert "not right" in page.text
    assert [each.event for each in noted] == ["second step failed"]
    assert half.post(STEP, {"code": code_of(ada.secret)}).url == "/"


def test_after_a_few_tries_one_begins_anew(ada, half):
    for _ in range(half_in.TRIES):
        assert half.post(STEP, {"code": "000000"}).status_code == 422
    assert half.post(STEP, {"code": code_of(ada.secret)}).url.startswith("/login/?")
    assert not is_in(half)


def test_after_a_few_minutes_one_begins_anew(ada, half, monkeypatch):
    monkeypatch.setattr(half_in, "SECONDS", -1)
    assert half.post(STEP, {"code": code_of(ada.secret)}).url.startswith("/login/?")
    assert not is_in(half)


@pytest.mark.parametrize("ends", ["log_out_everywhere", "ban", "delete"])
def test_what_ends_log_ins_ends_half_ones(ada, half, ends):
    code = code_of(ada.secret)
    getattr(ada, ends)()
    assert half.post(STEP, {"code": code}).url.startswith("/login/?")
    assert not is_in(half)


def test_a_factor_that_was_taken_away_meanwhile_opens_nothing(ada, half):
    code = code_of(ada.secret)
    keeping.take_away(ada)
    for each in (code, ada.codes[0]):
        assert half.post(STEP, {"code": each}).status_code == 422
    assert type_password(half).url == "/"
    assert is_in(half)


def test_nobody_comes_to_the_step_by_themselves(ada):
    client = at_page()
    for answer in (client.get(STEP), client.post(STEP, {"code": ada.codes[0]})):
        assert answer.url.startswith("/login/?")
    assert not is_in(client)


def test_who_has_turned_it_off_needs_the_password_alone(ada):
    keeping.remove_authenticator(ada, HERE)
    assert not ada.recovery_codes.exists()
    client = at_page()
    assert type_password(client).url == "/"


def test_the_step_is_no_page_for_a_way_in_clear(ada, settings):
    settings.CHAT_CLEAR_PASSWORDS = "loopback"
    client = Client(REMOTE_ADDR="192.0.2.9")
    assert client.get(STEP).status_code == 403


def test_at_a_door_without_a_page_the_password_is_not_enough(ada):
    with pytest.raises(AppPasswordNeeded):
        authentication.log_in("ada", PASSWORD, HERE)
    keeping.remove_authenticator(ada, HERE)
    assert authentication.log_in("ada", PASSWORD, HERE) == ada

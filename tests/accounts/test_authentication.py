"""What a name with a password, a token or nothing opens."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from chat.accounts import authentication, sweeping
from chat.accounts.throttle import FAILURES_HERE
from chat.accounts.visitor import Visitor
from chat.models import User
from chat.models.people import visit
from chat.models.people.ban import Ban
from chat.models.people.visit import Visit
from chat.models.tables import some
from chat.wire.errors import BadCredentials, Banned, GuestsRefused

pytestmark = pytest.mark.django_db
HERE = Visitor("192.0.2.1")


def test_wrong_password_and_unknown_name_say_the_same():
    User.objects.sign_up("ada", "correct horse")
    said = set()
    for name in ("ada", "nobody"):
        with pytest.raises(BadCredentials) as caught:
            authentication.log_in(name, "wrong", HERE)
        said.add(caught.value.detail)
    assert len(said) == 1


def test_the_banned_are_told_after_the_right_password_only():
    ada = User.objects.sign_up("ada", "correct horse")
    ada.ban()
    with pytest.raises(Banned):
        authentication.log_in("ada", "correct horse", HERE)
    with pytest.raises(BadCredentials):
        authentication.log_in("ada", "wrong", HERE)


def test_who_gets_in_has_not_failed():
    User.objects.sign_up("ada", "correct horse")
    for _ in range(FAILURES_HERE + 5):
        assert authentication.log_in("ada", "correct horse", HERE)


def test_only_ones_own_password_is_ones_own():
    ada = User.objects.sign_up("ada", "correct horse")
    authentication.check_password(ada, "correct horse", HERE, "session")
    with pytest.raises(BadCredentials):
        authentication.check_password(ada, "wrong", HERE, "session")


def test_guests_come_only_where_they_are_allowed(settings):
    settings.CHAT_ALLOW_GUESTS = False
    with pytest.raises(GuestsRefused):
        authentication.come_as_guest("bob", HERE)


def test_a_token_brings_the_same_guest_back():
    bob = authentication.come_as_guest("bob", HERE)
    assert authentication.come_back("bob", bob.token(), HERE) == bob


def test_a_token_is_for_its_own_name_and_not_forged():
    bob = authentication.come_as_guest("bob", HERE)
    for name, token in [("eve", bob.token()), ("bob", bob.token() + "x"), ("bob", "")]:
        with pytest.raises(BadCredentials):
            authentication.come_back(name, token, HERE)


def test_a_token_ends_after_a_day(monkeypatch):
    bob = authentication.come_as_guest("bob", HERE)
    token = bob.token()
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 24 * 3600 + 5)
    with pytest.raises(BadCredentials):
        authentication.come_back("bob", token, HERE)


def test_logging_out_everywhere_ends_tokens_and_sessions():
    bob = authentication.come_as_guest("bob", HERE)
    token, before = bob.token(), bob.get_session_auth_hash()
    bob.log_out_everywhere()
    assert bob.get_session_auth_hash() != before
    with pytest.raises(BadCredentials):
        authentication.come_back("bob", token, HERE)


def test_log_ins_that_nobody_can_use_any_more_are_swept_away():
    keys = []
    for days in (-1, 1):
        session = SessionStore()
        session.set_expiry(timezone.now() + timedelta(days=days))
        session.save()
        keys.append(session.session_key)
    sweeping.sweep()
    assert [row.pk for row in Session.objects.all()] == keys[1:]


def test_what_nobody_needs_goes_some_at_a_time(monkeypatch):
    monkeypatch.setattr(some, "AT_ONCE", 2)
    now = timezone.now()
    bob = User.objects.sign_up("bob", "correct horse")
    for each in range(3):
        Session.objects.create(session_key=f"old {each}", expire_date=now)
        old = {"at": now - visit.KEPT_FOR * 2}
        Visit.objects.create(user=bob, address=f"192.0.2.{each}", **old)
        Ban.objects.create(person=bob, browser=f"{each}", reason="spam", until=now)
    tables = Session.objects, Visit.objects, Ban.objects
    before = [table.count() for table in tables]
    assert sweeping.sweep()
    assert [table.count() for table in tables] == [count - 2 for count in before]
    assert not sweeping.sweep()
    assert [table.count() for table in tables] == [count - 3 for count in before]

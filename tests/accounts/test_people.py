"""Accounts: who may have which name, and what comes with it."""

import contextlib
from datetime import timedelta
from uuid import UUID

import pytest
import redis
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from chat.accounts import authentication
from chat.accounts.throttle import (
    FAILURES_PER_ADDRESS,
    FAILURES_PER_NAME,
    LoginThrottle,
)
from chat.models import Conversation, User, conversations_of, history, post
from chat.wire.errors import (
    BadCredentials,
    Banned,
    GuestsRefused,
    NameRegistered,
    NameTaken,
    NoSuchUser,
    RateLimited,
)

pytestmark = pytest.mark.django_db


def went_away(user, minutes):
    User.objects.filter(pk=user.pk).update(
        seen=timezone.now() - timedelta(minutes=minutes)
    )


def test_signing_up_puts_one_into_the_lobby():
    ada = User.objects.sign_up("Ada", "correct horse")
    assert ada.check_password("correct horse")
    assert [c.name for c in conversations_of(ada)] == ["#lobby"]


def test_a_name_is_taken_without_regard_to_case():
    User.objects.sign_up("Ada", "correct horse")
    with pytest.raises(NameTaken):
        User.objects.sign_up("aDA", "another horse")


def test_wrong_password_and_unknown_name_say_the_same():
    User.objects.sign_up("ada", "correct horse")
    said = set()
    for name in ("ada", "nobody"):
        with pytest.raises(BadCredentials) as caught:
            authentication.log_in(name, "wrong", "192.0.2.1")
        said.add(caught.value.detail)
    assert len(said) == 1


def test_the_banned_are_told_after_the_right_password_only():
    ada = User.objects.sign_up("ada", "correct horse")
    ada.ban()
    with pytest.raises(Banned):
        authentication.log_in("ada", "correct horse", "192.0.2.1")
    with pytest.raises(BadCredentials):
        authentication.log_in("ada", "wrong", "192.0.2.1")


def test_failures_are_counted_per_name():
    User.objects.sign_up("ada", "correct horse")
    for n in range(FAILURES_PER_NAME):
        with pytest.raises(BadCredentials):
            authentication.log_in("ADA", "wrong", f"192.0.2.{n}")
    with pytest.raises(RateLimited) as caught:
        authentication.log_in("ada", "correct horse", "198.51.100.1")
    assert caught.value.retry > 0


def test_failures_are_counted_per_address():
    User.objects.sign_up("ada", "correct horse")
    for n in range(FAILURES_PER_ADDRESS):
        with pytest.raises(BadCredentials):
            authentication.log_in(f"name{n}", "wrong", "192.0.2.1")
    with pytest.raises(RateLimited):
        authentication.log_in("ada", "correct horse", "192.0.2.1")
    assert authentication.log_in("ada", "correct horse", "192.0.2.2")


def test_an_unknown_name_is_throttled_like_a_known_one():
    for n in range(FAILURES_PER_NAME):
        with pytest.raises(BadCredentials):
            authentication.log_in("nobody", "wrong", f"192.0.2.{n}")
    with pytest.raises(RateLimited):
        authentication.log_in("nobody", "wrong", "198.51.100.1")


def test_guests_come_only_where_they_are_allowed(settings):
    settings.CHAT_ALLOW_GUESTS = False
    with pytest.raises(GuestsRefused):
        authentication.come_as_guest("bob")


def test_a_guest_cannot_take_a_registered_name():
    User.objects.sign_up("ada", "correct horse")
    with pytest.raises(NameRegistered):
        authentication.come_as_guest("ADA")


def test_a_guests_name_is_kept_for_ten_minutes():
    bob = authentication.come_as_guest("bob")
    went_away(bob, minutes=9)
    with pytest.raises(NameTaken):
        authentication.come_as_guest("bob")
    with pytest.raises(NameTaken):
        User.objects.sign_up("bob", "correct horse")


def test_then_whoever_takes_it_is_a_new_person_who_sees_nothing_of_the_old():
    ada = User.objects.sign_up("ada", "correct horse")
    old = authentication.come_as_guest("bob")
    secret = Conversation.objects.direct(ada, old)
    went_away(old, minutes=11)
    new = authentication.come_as_guest("bob")
    assert new.pk != old.pk
    assert not secret.has_member(new)
    assert [c.name for c in conversations_of(new)] == ["#lobby"]
    assert User.objects.named("bob") == new


def test_what_a_guest_said_stays_marked_as_a_guests():
    old = authentication.come_as_guest("bob")
    message = post(old, "#lobby", "hello", UUID("6f" * 16))
    went_away(old, minutes=11)
    new = User.objects.sign_up("bob", "correct horse")
    [kept] = history.page(message.conversation_id, new).messages
    assert (kept.sender, kept.body, kept.guest) == ("bob", "hello", True)


def test_a_plain_guests_name_is_free_at_once_when_they_have_gone():
    old = authentication.come_as_guest("bob", may_return=False)
    with pytest.raises(NameTaken):
        authentication.come_as_guest("bob", may_return=False)
    old.release()
    assert authentication.come_as_guest("bob").pk != old.pk


def test_a_plain_guest_who_has_left_nothing_goes_and_one_who_spoke_stays():
    silent, talker = [
        authentication.come_as_guest(name, may_return=False) for name in ("bob", "cyd")
    ]
    lobby = Conversation.objects.lobby()
    message = post(talker, lobby.pk, "hello", UUID("6f" * 16))
    for guest in (silent, talker):
        guest.release()
    assert User.objects.filter(name__in=["bob", "cyd"]).get() == message.author


def test_log_ins_that_nobody_can_use_any_more_are_swept_away():
    keys = []
    for days in (-1, 1):
        session = SessionStore()
        session.set_expiry(timezone.now() + timedelta(days=days))
        session.save()
        keys.append(session.session_key)
    authentication.sweep()
    assert [row.pk for row in Session.objects.all()] == keys[1:]


def test_a_token_brings_the_same_guest_back():
    bob = authentication.come_as_guest("bob")
    assert authentication.come_back("bob", bob.token()) == bob


def test_a_token_is_for_its_own_name_and_not_forged():
    bob = authentication.come_as_guest("bob")
    for name, token in [("eve", bob.token()), ("bob", bob.token() + "x"), ("bob", "")]:
        with pytest.raises(BadCredentials):
            authentication.come_back(name, token)


def test_a_token_ends_after_a_day(monkeypatch):
    bob = authentication.come_as_guest("bob")
    token = bob.token()
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 24 * 3600 + 5)
    with pytest.raises(BadCredentials):
        authentication.come_back("bob", token)


def test_a_guest_whose_name_was_taken_meanwhile_is_told():
    old = authentication.come_as_guest("bob")
    token = old.token()
    went_away(old, minutes=11)
    new = authentication.come_as_guest("bob")
    with pytest.raises(NameTaken):
        authentication.come_back("bob", token)
    went_away(new, minutes=11)
    assert authentication.come_back("bob", token) == old
    assert User.objects.named("bob") == old


def test_logging_out_everywhere_ends_tokens_and_sessions():
    bob = authentication.come_as_guest("bob")
    token, before = bob.token(), bob.get_session_auth_hash()
    bob.log_out_everywhere()
    assert bob.get_session_auth_hash() != before
    with pytest.raises(BadCredentials):
        authentication.come_back("bob", token)


def test_a_released_guests_conversation_is_not_the_new_ones():
    ada = User.objects.sign_up("ada", "correct horse")
    old = authentication.come_as_guest("bob")
    before = post(ada, "@bob", "for the old bob", UUID("6a" * 16))
    went_away(old, minutes=11)
    new = authentication.come_as_guest("bob")
    after = post(ada, "@bob", "for the new bob", UUID("6b" * 16))
    assert after.conversation != before.conversation
    assert [c.name for c in conversations_of(ada)] == [
        "#lobby",
        "@bob",
        f"@bob~{old.pk}",
    ]
    assert User.objects.named("bob") == new
    assert User.objects.named(f"@bob~{old.pk}") == old


def test_nobody_opens_a_conversation_with_a_guest_who_has_gone_for_good():
    ada = User.objects.sign_up("ada", "correct horse")
    old = authentication.come_as_guest("bob", may_return=False)
    old.release()
    with pytest.raises(NoSuchUser):
        post(ada, f"@bob~{old.pk}", "hello?", UUID("6a" * 16))


def test_a_guests_name_does_not_hang_on_redis():
    bob = authentication.come_as_guest("bob")
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushall()
    with pytest.raises(NameTaken):
        authentication.come_as_guest("bob")
    assert User.objects.named("bob") == bob


def test_guesses_at_the_same_moment_are_counted_before_they_are_tried():
    tried = []
    for _ in range(FAILURES_PER_NAME + 5):
        with contextlib.suppress(RateLimited):
            LoginThrottle("ada", "192.0.2.1").attempt()
            tried.append(1)
    assert len(tried) == FAILURES_PER_NAME


def test_who_gets_in_has_not_failed():
    User.objects.sign_up("ada", "correct horse")
    for _ in range(FAILURES_PER_NAME + 5):
        assert authentication.log_in("ada", "correct horse", "192.0.2.1")


def test_a_guest_who_cannot_return_is_no_member_any_more():
    bob = authentication.come_as_guest("bob", may_return=False)
    post(bob, "#lobby", "hello", UUID("6f" * 16))
    bob.release()
    assert not bob.memberships.exists()

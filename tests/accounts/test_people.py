"""Accounts: who may have which name, and what comes with it."""

from datetime import timedelta
from uuid import UUID

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from chat.accounts import authentication
from chat.models import Conversation, User, conversations_of, history, post
from chat.wire.errors import (
    NameRegistered,
    NameTaken,
    NoSuchUser,
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


def test_a_guest_who_cannot_return_is_no_member_any_more():
    bob = authentication.come_as_guest("bob", may_return=False)
    post(bob, "#lobby", "hello", UUID("6f" * 16))
    bob.release()
    assert not bob.memberships.exists()

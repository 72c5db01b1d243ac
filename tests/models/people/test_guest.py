"""Guests: how long a name is theirs, and who has it then."""

from datetime import timedelta
from uuid import UUID

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from chat.models import Conversation, User, conversations_of, post
from chat.models.messages import history
from chat.models.people import guest
from chat.wire.errors import NameRegistered, NameTaken, NoSuchUser

pytestmark = pytest.mark.django_db


def went_away(user, minutes):
    User.objects.filter(pk=user.pk).update(
        seen=timezone.now() - timedelta(minutes=minutes)
    )


def test_a_guest_cannot_take_a_registered_name():
    User.objects.sign_up("ada", "correct horse")
    with pytest.raises(NameRegistered):
        User.objects.admit_guest("ADA")


def test_a_guests_name_is_kept_for_ten_minutes():
    bob = User.objects.admit_guest("bob")
    went_away(bob, minutes=9)
    with pytest.raises(NameTaken):
        User.objects.admit_guest("bob")
    with pytest.raises(NameTaken):
        User.objects.sign_up("bob", "correct horse")


def test_then_whoever_takes_it_is_a_new_person_who_sees_nothing_of_the_old():
    ada = User.objects.sign_up("ada", "correct horse")
    old = User.objects.admit_guest("bob")
    secret = Conversation.objects.direct(ada, old)
    went_away(old, minutes=11)
    new = User.objects.admit_guest("bob")
    assert new.pk != old.pk
    assert not secret.has_member(new)
    assert [c.name for c in conversations_of(new)] == ["#lobby"]
    assert User.objects.named("bob") == new


def test_what_a_guest_said_stays_marked_as_a_guests():
    old = User.objects.admit_guest("bob")
    message = post(old, "#lobby", "hello", UUID("6f" * 16))
    went_away(old, minutes=11)
    new = User.objects.sign_up("bob", "correct horse")
    [kept] = history.page(message.conversation_id, new).messages
    assert (kept.sender, kept.body, kept.guest) == ("bob", "hello", True)


def test_a_plain_guests_name_is_free_at_once_when_they_have_gone():
    old = User.objects.admit_guest("bob", may_return=False)
    with pytest.raises(NameTaken):
        User.objects.admit_guest("bob", may_return=False)
    old.release()
    assert User.objects.admit_guest("bob").pk != old.pk


def test_a_plain_guest_who_has_left_nothing_goes_and_one_who_spoke_stays():
    silent, talker = [
        User.objects.admit_guest(name, may_return=False) for name in ("bob", "cyd")
    ]
    lobby = Conversation.objects.lobby()
    message = post(talker, lobby.pk, "hello", UUID("6f" * 16))
    for each in (silent, talker):
        each.release()
    assert User.objects.filter(name__in=["bob", "cyd"]).get() == message.author


@pytest.mark.parametrize(
    ("unseen_seconds", "is_here", "is_free"),
    [
        (9, False, False),  # presence may not know of them yet
        (11, False, True),  # killed, and the lease has lapsed
        (11, True, False),
        (50, None, False),  # Redis is away, or new: whoever is here was seen since
        (61, None, True),
    ],
)
def test_a_plain_guest_whose_process_was_killed_has_the_name_while_the_lease_says_so(
    monkeypatch, unseen_seconds, is_here, is_free
):
    old = User.objects.admit_guest("bob", may_return=False)
    went_away(old, minutes=unseen_seconds / 60)
    monkeypatch.setattr(guest, "is_online", lambda person: is_here)
    old.refresh_from_db()
    assert old.holds_name() is not is_free


@pytest.mark.parametrize("is_here", [True, False, None])
def test_the_lease_shortens_nobodys_ten_minutes_who_may_return(monkeypatch, is_here):
    old = User.objects.admit_guest("bob")
    went_away(old, minutes=9)
    monkeypatch.setattr(guest, "is_online", lambda person: is_here)
    with pytest.raises(NameTaken):
        User.objects.admit_guest("bob", may_return=False)


def test_a_guest_whose_name_was_taken_meanwhile_is_told():
    old = User.objects.admit_guest("bob")
    token = old.token()
    went_away(old, minutes=11)
    new = User.objects.admit_guest("bob")
    with pytest.raises(NameTaken):
        User.objects.returning_guest(token)
    went_away(new, minutes=11)
    assert User.objects.returning_guest(token) == old
    assert User.objects.named("bob") == old


def test_a_released_guests_conversation_is_not_the_new_ones():
    ada = User.objects.sign_up("ada", "correct horse")
    old = User.objects.admit_guest("bob")
    before = post(ada, "@bob", "for the old bob", UUID("6a" * 16))
    went_away(old, minutes=11)
    new = User.objects.admit_guest("bob")
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
    old = User.objects.admit_guest("bob", may_return=False)
    old.release()
    with pytest.raises(NoSuchUser):
        post(ada, f"@bob~{old.pk}", "hello?", UUID("6a" * 16))


def test_a_guests_name_does_not_hang_on_redis():
    bob = User.objects.admit_guest("bob")
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushall()
    with pytest.raises(NameTaken):
        User.objects.admit_guest("bob")
    assert User.objects.named("bob") == bob


def test_a_guest_who_cannot_return_is_no_member_any_more():
    bob = User.objects.admit_guest("bob", may_return=False)
    post(bob, "#lobby", "hello", UUID("6f" * 16))
    bob.release()
    assert not bob.memberships.exists()


# --- Presence is asked, and then the name is taken ------------------------------------


@pytest.mark.django_db(transaction=True)
def test_redis_is_not_asked_while_a_row_is_locked(monkeypatch):
    asked = []

    def is_online(person):
        asked.append((person, connection.in_atomic_block))
        return False

    monkeypatch.setattr(guest, "is_online", is_online)
    old = User.objects.admit_guest("bob")
    went_away(old, minutes=11)
    new = User.objects.admit_guest("bob")
    went_away(new, minutes=11)
    User.objects.get(pk=old.pk).reclaim()
    assert asked == [(old.pk, False), (new.pk, False)]


def test_a_guest_who_is_seen_again_meanwhile_keeps_the_name(monkeypatch):
    old = User.objects.admit_guest("bob")
    went_away(old, minutes=11)

    def is_online(person):
        went_away(old, minutes=0)
        return False

    monkeypatch.setattr(guest, "is_online", is_online)
    with pytest.raises(NameTaken):
        User.objects.admit_guest("bob")
    assert User.objects.named("bob") == old


def test_a_name_that_somebody_else_takes_meanwhile_is_theirs(monkeypatch):
    old = User.objects.admit_guest("bob")
    went_away(old, minutes=11)
    holds_name, others = guest.Named.holds_name, []

    def holds_name_until_another_came(person):
        monkeypatch.setattr(guest.Named, "holds_name", holds_name)
        others.append(User.objects.sign_up("bob", "correct horse"))
        return False

    monkeypatch.setattr(guest.Named, "holds_name", holds_name_until_another_came)
    with pytest.raises(NameTaken):
        User.objects.admit_guest("bob")
    assert [User.objects.named("bob")] == others


def test_a_name_that_its_guest_gives_back_meanwhile_is_free(monkeypatch):
    old = User.objects.admit_guest("bob", may_return=False)
    went_away(old, minutes=11)
    monkeypatch.setattr(guest, "is_online", lambda person: bool(old.release()))
    assert User.objects.admit_guest("bob") != old

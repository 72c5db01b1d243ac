"""Invite links: who makes, sees and revokes one, and who comes into a room by it."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from chat import wire
from chat.invitations import coming, linking
from chat.invitations.models import KEPT, InviteLink
from chat.models import Conversation, User
from chat.models.members import putting_out
from chat.models.messages.log import changing
from chat.models.rooms import steering
from chat.registration.choosing import choose
from chat.wire.errors import (
    Muted,
    NoSuchConversation,
    NotAllowed,
    NotAMember,
    RateLimited,
    TooMany,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


@pytest.fixture
def eve():
    return User.objects.admit_guest("eve")


@pytest.fixture
def den(ada):
    return Conversation.objects.create_room(ada, "den", private=True)


def link_to(room, by, **how):
    number = room and room.pk
    made = linking.create(by, wire.CreateInviteLink(conversation=number, **how)).link
    return InviteLink.objects.get(pk=made.link)


def admit(room, *people):
    with changing():
        for each in people:
            room.admit(each)


def is_in(room, user):
    return room.memberships.filter(user=user).exists()


def listed(user, **asked):
    return [
        each.link for each in linking.page(user, wire.ListInviteLinks(**asked)).links
    ]


def refused(link, user):
    """Nobody learns why, but that it is over."""
    with pytest.raises(NoSuchConversation, match="is over"):
        coming.enter(link.token, user)
    return not is_in(link.conversation, user)


# --- Who makes one --------------------------------------------------------------------


def test_a_member_lets_others_into_a_private_room(ada, bob, eve, den):
    link = link_to(den, ada)
    for each in (bob, eve):
        assert coming.enter(link.token, each) == den
        assert is_in(den, each)
    [told] = linking.page(ada, wire.ListInviteLinks()).links
    assert [each.name for each in told.came] == ["eve", "bob"]
    assert (told.used, told.room, told.over) == (2, "#den", wire.UNSET)


def test_who_may_not_invite_there_makes_no_link(ada, bob, eve, den):
    lobby = Conversation.objects.lobby()
    with pytest.raises(NoSuchConversation):
        link_to(den, bob)
    with pytest.raises(NotAMember):
        link_to(Conversation.objects.create_room(ada, "open"), bob)
    with pytest.raises(NotAllowed):
        link_to(lobby, ada)
    for room in (None, lobby):
        with pytest.raises(NotAllowed, match="Guests"):
            link_to(room, eve)
    User.objects.filter(pk=ada.pk).update(muted=True)
    with pytest.raises(Muted):
        link_to(den, ada)
    assert not InviteLink.objects.exists()


def test_staff_alone_invite_onto_the_site_where_they_have_chosen_so(ada, bob, den):
    chief = User.objects.sign_up("chief", "correct horse", is_staff=True)
    before = link_to(None, ada)
    choose(members_invite=False)
    with pytest.raises(NotAllowed, match="staff alone"):
        link_to(None, ada)
    with pytest.raises(NoSuchConversation):
        coming.link_of(before.token)
    assert coming.enter(link_to(den, ada).token, bob) == den
    assert coming.link_of(link_to(None, chief).token)


def test_nobody_has_too_many_open_nor_makes_too_many_in_a_day(
    ada, den, settings, monkeypatch
):
    monkeypatch.setattr(linking, "OPEN_EACH", 1)
    first = link_to(den, ada)
    with pytest.raises(TooMany):
        link_to(den, ada)
    linking.revoke(ada, first.pk)
    link_to(den, ada)
    settings.CHAT_INVITE_LINKS_PER_DAY = 1
    with pytest.raises(RateLimited):
        link_to(den, ada)


# --- When one is over -----------------------------------------------------------------


def test_a_link_ends_by_the_clock_and_with_its_last_use(ada, bob, eve, den):
    once, brief = link_to(den, ada, uses=1), link_to(den, ada, seconds=60)
    InviteLink.objects.filter(pk=brief.pk).update(until=timezone.now())
    assert refused(brief, bob)
    coming.enter(once.token, bob)
    assert refused(once, eve)
    den.leave(bob)
    coming.enter(once.token, bob)  # by the use that is theirs
    once.refresh_from_db()
    assert (once.used, is_in(den, bob)) == (1, True)


def test_of_two_at_once_for_the_last_use_one_comes(ada, den):
    link = link_to(den, ada, uses=1)
    people = [User.objects.admit_guest(f"guest{n}") for n in range(2)]
    came = []

    def come(user):
        try:
            coming.enter(link.token, user)
            came.append(user)
        except NoSuchConversation:
            pass
        finally:
            connection.close()

    threads = [Thread(target=come, args=(each,)) for each in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    link.refresh_from_db()
    assert (len(came), link.used, link.uses.count()) == (1, 1, 1)


def test_a_revoked_link_lets_nobody_back_who_came_by_it(ada, bob, den):
    link = link_to(den, ada)
    coming.enter(link.token, bob)
    den.leave(bob)
    assert linking.revoke(ada, link.pk).link.over
    assert refused(link, bob)


def test_it_lets_in_as_long_as_its_maker_may(ada, bob, eve, den):
    admit(den, bob)
    link = link_to(den, bob)
    den.leave(bob)
    assert refused(link, eve)
    admit(den, bob)
    bob.ban()
    assert refused(link, eve)
    bob.refresh_from_db()
    User.objects.filter(pk=bob.pk).update(is_active=True)
    steering.steer(den, ada, "archived", True)
    assert refused(link, eve)
    steering.steer(den, ada, "archived", False)
    assert coming.enter(link.token, eve) == den


def test_who_was_put_out_does_not_come_back_by_a_link(ada, bob, eve, den):
    admit(den, bob, eve)
    link = link_to(den, ada, uses=1)
    putting_out.kick(den, ada, bob, "")
    putting_out.ban(den, ada, eve, "", None)
    for each in (bob, eve):
        with pytest.raises(NotAllowed):
            coming.enter(link.token, each)
    link.refresh_from_db()
    assert (link.used, is_in(den, bob), is_in(den, eve)) == (0, False, False)


def test_a_link_goes_with_its_room_and_its_maker(ada, bob, den):
    link = link_to(den, ada)
    link_to(None, bob)
    den.dissolve()
    bob.delete()
    with pytest.raises(NoSuchConversation):
        coming.link_of(link.token)
    assert not InviteLink.objects.exists()


def test_one_whose_room_another_version_has_deleted_leads_nowhere(ada, den):
    link = link_to(den, ada)
    InviteLink.objects.filter(pk=link.pk).update(conversation=den.pk + 1)
    with pytest.raises(NoSuchConversation):
        coming.link_of(link.token)
    assert listed(ada) == []


def test_what_has_long_been_over_is_forgotten(ada, bob, den):
    old = timezone.now() - KEPT - timedelta(seconds=1)
    kept, ended, used_up = (link_to(den, ada, uses=1) for _ in range(3))
    coming.enter(used_up.token, bob)
    InviteLink.objects.filter(pk=ended.pk).update(until=old)
    InviteLink.objects.filter(pk=used_up.pk).update(at=old)
    InviteLink.objects.sweep()
    assert list(InviteLink.objects.all()) == [kept]


# --- Who sees one ---------------------------------------------------------------------


def test_a_link_is_seen_and_revoked_by_its_maker_the_rooms_moderators_and_staff(
    ada, bob, den
):
    cy = User.objects.sign_up("cy", "correct horse")
    chief = User.objects.sign_up("chief", "correct horse", is_staff=True)
    admit(den, bob, cy)
    of_room, of_site = link_to(den, bob).pk, link_to(None, bob).pk
    assert listed(bob) == listed(chief) == [of_site, of_room]
    assert (listed(ada), listed(cy)) == ([of_room], [])
    assert listed(bob, conversation=den.pk) == [of_room]
    assert listed(bob, before=of_site) == [of_room]
    for user, number in ((cy, of_room), (ada, of_site)):
        with pytest.raises(NoSuchConversation):
            linking.revoke(user, number)
    assert linking.revoke(ada, of_room).link.over
    assert linking.revoke(chief, of_site).link.over


def test_a_link_to_the_site_is_nothing_to_whoever_is_there(ada, bob):
    link = link_to(None, ada)
    with pytest.raises(NotAllowed, match="where you are"):
        coming.enter(link.token, bob)
    link.refresh_from_db()
    assert link.used == 0

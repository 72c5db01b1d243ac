"""Invitations are offers, and strangers cannot make them a burden."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Conversation, User
from chat.models.members.offer import (
    OF_ONE,
    Offer,
    accept,
    decline,
    enter,
    invitations_of_each,
    invite,
)
from chat.wire.errors import (
    Banned,
    Muted,
    NoSuchConversation,
    NoSuchUser,
    NotAllowed,
    RateLimited,
)

pytestmark = pytest.mark.django_db


def person(name, **flags):
    return User.objects.create(name=name, key=name, **flags)


@pytest.fixture
def ada():
    return person("ada")


@pytest.fixture
def bob():
    return person("bob")


@pytest.fixture
def den(ada):
    return Conversation.objects.create_room(ada, "den", private=True)


def rooms_of(user):
    return [each.name for each in user.conversations.order_by("pk")]


def waiting(user):
    found = invitations_of_each([user.pk])[user.pk]
    return [(each.sender, each.conversation.name) for each in found]


def aged(**fields):
    """Have every offer made, or declined, so long ago."""
    [(field, age)] = fields.items()
    Offer.objects.update(**{field: timezone.now() - age})


def test_who_is_invited_is_not_in_the_room(den, ada, bob):
    invite(den, ada, bob)
    assert not den.has_member(bob)
    assert waiting(bob) == [("ada", "#den")]


def test_who_accepts_is_in_and_the_offer_is_gone(den, ada, bob):
    invite(den, ada, bob)
    assert accept(den.pk, bob) == den
    assert den.has_member(bob)
    assert not Offer.objects.exists()


def test_joining_a_private_room_that_one_is_invited_to_accepts(den, ada, bob):
    with pytest.raises(NoSuchConversation):
        enter("#den", bob)
    invite(den, ada, bob)
    assert enter("#DEN", bob) == den
    assert not Offer.objects.exists()


def test_joining_a_public_room_answers_the_offer_too(ada, bob):
    room = Conversation.objects.create_room(ada, "garden")
    invite(room, ada, bob)
    room.join(bob)
    assert waiting(bob) == []


def test_nobody_accepts_what_was_offered_to_another(den, ada, bob):
    invite(den, ada, bob)
    for answer in (accept, lambda number, user: enter("#den", user)):
        with pytest.raises(NoSuchConversation):
            answer(den.pk, person(f"eve{len(User.objects.all())}"))
    garden = Conversation.objects.create_room(ada, "garden")
    with pytest.raises(NoSuchConversation):
        accept(garden.pk, bob)
    garden.join(bob)
    assert accept(garden.pk, bob) == garden


def test_what_was_declined_cannot_be_accepted(den, ada, bob):
    invite(den, ada, bob)
    decline(den.pk, bob)
    with pytest.raises(NoSuchConversation):
        accept(den.pk, bob)
    with pytest.raises(NoSuchConversation):
        enter("#den", bob)


def test_a_declined_room_is_not_offered_again_within_a_day(den, ada, bob):
    invite(den, ada, bob)
    decline(den.pk, bob)
    den.admit(person("cyd"))
    invite(den, ada, bob)  # and nobody learns that it was declined
    invite(den, User.objects.get(key="cyd"), bob)
    assert waiting(bob) == []
    aged(declined=timedelta(days=1, minutes=1))
    invite(den, ada, bob)
    assert waiting(bob) == [("ada", "#den")]


def test_an_offer_goes_after_thirty_days(den, ada, bob):
    invite(den, ada, bob)
    aged(at=timedelta(days=31))
    assert waiting(bob) == []
    with pytest.raises(NoSuchConversation):
        accept(den.pk, bob)
    Offer.objects.sweep()
    assert not Offer.objects.exists()


def test_sweeping_leaves_what_still_counts(den, ada, bob):
    invite(den, ada, bob)
    Offer.objects.sweep()
    assert waiting(bob) == [("ada", "#den")]
    decline(den.pk, bob)
    Offer.objects.sweep()
    assert Offer.objects.count() == 1


def test_an_offer_goes_with_its_room(den, ada, bob):
    invite(den, ada, bob)
    den.dissolve()
    assert waiting(bob) == []


def test_what_a_banned_person_offered_is_gone(den, ada, bob):
    invite(den, ada, bob)
    ada.ban()
    assert waiting(bob) == []
    with pytest.raises(NoSuchConversation):
        accept(den.pk, bob)


def test_muted_banned_and_outsiders_invite_nobody(den, ada, bob):
    with pytest.raises(NoSuchConversation):
        invite(den, bob, person("eve"))
    for flags, refused in (({"muted": True}, Muted), ({"is_active": False}, Banned)):
        User.objects.filter(pk=ada.pk).update(**flags)
        with pytest.raises(refused):
            invite(den, ada, bob)
        User.objects.filter(pk=ada.pk).update(muted=False, is_active=True)
    assert waiting(bob) == []


def test_members_directs_and_those_who_are_gone_are_not_invited(den, ada, bob):
    with pytest.raises(NotAllowed):
        invite(den, ada, ada)
    with pytest.raises(NotAllowed):
        invite(Conversation.objects.direct(ada, bob), ada, bob)
    with pytest.raises(NoSuchUser):
        invite(den, ada, person("~17", guest=True))


def test_a_guest_who_gives_the_name_up_is_invited_nowhere(den, ada):
    eve = person("eve", guest=True)
    invite(den, ada, eve)
    eve.release()
    assert not Offer.objects.exists()


# --- How many -------------------------------------------------------------------------


def test_who_invites_too_many_in_a_day_is_told_when_to_go_on(den, ada, settings):
    settings.CHAT_OFFERS_PER_DAY = 4
    others = [person(f"p{n}") for n in range(5)]
    for other in others[:4]:
        invite(den, ada, other)
    with pytest.raises(RateLimited) as refused:
        invite(den, ada, others[4])
    assert 6 * 3600 - 60 < refused.value.retry <= 6 * 3600
    assert waiting(others[4]) == []


def test_asking_the_same_person_over_and_over_is_counted_and_not_heard(
    den, ada, bob, settings
):
    settings.CHAT_OFFERS_PER_DAY = 4
    for _ in range(4):
        invite(den, ada, bob)
    with pytest.raises(RateLimited):
        invite(den, ada, bob)
    assert Offer.objects.count() == 1


@pytest.mark.dear
def test_twelve_guests_do_not_put_one_person_into_sixty_rooms(ada, bob, den):
    invite(den, ada, bob)
    guests = [person(f"g{n}", guest=True) for n in range(12)]
    for n in range(5):
        for guest in guests:
            room = Conversation.objects.create_room(guest, f"trap-{guest.name}-{n}")
            invite(room, guest, bob)
    assert rooms_of(bob) == []
    open_ones = waiting(bob)
    assert len(open_ones) == 50 == Offer.objects.count()
    # And what a friend has offered is not driven out.
    assert open_ones[0] == ("ada", "#den")


def test_of_many_who_invite_the_loudest_lose_theirs_first(bob, settings):
    settings.CHAT_OFFERS_OPEN = 3
    ada, cyd = person("ada"), person("cyd")
    for host, name in ((ada, "a"), (cyd, "c1"), (cyd, "c2"), (cyd, "c3")):
        invite(Conversation.objects.create_room(host, name), host, bob)
    assert waiting(bob) == [("ada", "#a"), ("cyd", "#c2"), ("cyd", "#c3")]


@pytest.mark.dear
def test_one_person_s_offers_do_not_fill_the_list_of_another(ada, bob, settings):
    settings.CHAT_ROOMS_MADE_PER_DAY = 100
    for n in range(8):
        invite(Conversation.objects.create_room(ada, f"r{n}"), ada, bob)
    assert len(waiting(bob)) == OF_ONE
    assert waiting(bob)[-1][0] == "ada"


def test_an_offer_of_a_guest_who_lost_the_name_is_not_the_next_one_s(bob):
    gus = User.objects.admit_guest("gus")
    invite(Conversation.objects.create_room(gus, "den"), gus, bob)
    User.objects.filter(pk=gus.pk).update(key=f"~{gus.pk}", skeleton=f"~{gus.pk}")
    assert waiting(bob) == [(f"gus~{gus.pk}", "#den")]


def test_a_direct_conversation_is_nothing_to_accept(ada, bob):
    direct = Conversation.objects.direct(ada, bob)
    with pytest.raises(NoSuchConversation):
        accept(direct.pk, bob)

"""How somebody says they are, what time it is there, and how much they have said."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo, reset_tzpath

import pytest
from django.utils import timezone
from msgspec import UNSET

from chat.accounts import sweeping
from chat.models import Conversation, User, post
from chat.models.messages.log import pair_of
from chat.models.people import profile, status
from chat.models.people.blocks import Block
from chat.models.people.card import ahead_of
from chat.wire.errors import Malformed, Muted, NotAllowed, RateLimited, TooLong

pytestmark = pytest.mark.django_db
SUMMER, WINTER = (datetime(2026, month, 1, tzinfo=UTC) for month in (7, 1))

# There is none such in UTC: the calendar ends before.
LAST_IN_THE_WEST = datetime.fromisoformat("9999-12-31T23:59:59-12:00")


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


def of(asker, user):
    return profile.profile(asker, user.name)


def listed(asker):
    return [each.text for each in status.statuses(asker).statuses]


def test_everybody_is_told_how_somebody_is_until_they_say_nothing_more(ada, bob):
    told = status.set_status(bob, " 🌴  On\nholiday ")
    assert (told.sender, told.status.text) == ("bob", "🌴 On holiday")
    assert (of(ada, bob).status, listed(ada)) == (told.status, ["🌴 On holiday"])
    assert status.set_status(bob, "").status.text == ""
    assert (of(ada, bob).status, listed(ada)) == (UNSET, [])


def test_it_ends_by_itself_and_goes(ada, bob):
    status.set_status(bob, "Lunch", timezone.now() + timedelta(hours=1))
    assert listed(ada) == ["Lunch"]
    over = timezone.now() - timedelta(seconds=1)
    User.objects.filter(pk=bob.pk).update(status_until=over)
    assert (of(ada, bob).status, listed(ada)) == (UNSET, [])
    status.set_status(ada, "Here")
    sweeping.sweep()
    assert [*User.objects.values_list("name", "status")] == [
        ("ada", "Here"),
        ("bob", ""),
    ]


def test_what_cannot_be_a_status_is_refused(ada, settings):
    with pytest.raises(TooLong):
        status.set_status(ada, "x" * 81)
    with pytest.raises(NotAllowed):
        status.set_status(ada, "Lunch", timezone.now())
    for far in (timezone.now() + timedelta(days=400), LAST_IN_THE_WEST):
        with pytest.raises(NotAllowed):
            status.set_status(ada, "Lunch", far)
    settings.CHAT_STATUSES_PER_MINUTE = 1
    status.set_status(ada, "Lunch")
    with pytest.raises(RateLimited):
        status.set_status(ada, "Dinner")
    User.objects.filter(pk=ada.pk).update(muted=True)
    with pytest.raises(Muted):
        status.set_status(ada, "Supper")


def test_of_whom_one_has_blocked_nothing_is_told(ada, bob):
    status.set_status(bob, "Loud")
    Block.objects.create(blocker=ada, blocked=bob, pair=pair_of(ada.pk, bob.pk))
    assert (of(ada, bob).status, listed(ada)) == (UNSET, [])


def test_others_are_told_the_minutes_and_no_place(ada, bob):
    status.tell_zone(bob, "Europe/Berlin", on=True)
    assert (bob.ahead_at(SUMMER), bob.ahead_at(WINTER)) == (120, 60)
    assert of(ada, bob).ahead in (60, 120)
    assert status.tell_zone(bob, "Europe/Berlin", on=False).zone == ""
    assert (of(ada, bob).ahead, of(ada, ada).ahead) == (UNSET, UNSET)
    assert not User.objects.exclude(zone="").exists()


@pytest.mark.parametrize("zone", ["Europe", "/etc/passwd", "../UTC", "Nowhere", "é"])
def test_what_is_no_zone_is_refused(ada, zone):
    with pytest.raises(Malformed):
        status.tell_zone(ada, zone, on=True)


def test_counted_is_what_one_can_read_oneself(ada, bob, monkeypatch):
    lobby = Conversation.objects.lobby()
    lobby.memberships.get_or_create(user=ada)
    den = Conversation.objects.create_room(bob, "den", private=True)
    for where in ("#lobby", "#den", "#lobby", "@ada"):
        post(bob, where, "hello", uuid4())
    told = of(ada, bob)
    assert (told.messages, told.more) == (3, UNSET)
    den.admit(ada)
    assert of(ada, bob).messages == 4
    monkeypatch.setattr(profile, "MESSAGES_MOST", 2)
    assert (of(ada, bob).messages, of(ada, bob).more) == (2, True)


def test_a_million_things_are_not_counted(ada, bob, monkeypatch):
    Conversation.objects.lobby().memberships.get_or_create(user=ada)
    for _ in range(3):
        post(bob, "#lobby", "hello", uuid4())
    monkeypatch.setattr(profile, "LOOKED_AT_MOST", 2)
    assert (of(ada, bob).messages, of(ada, bob).more) == (2, True)


def test_clocks_are_known_where_the_system_has_no_time_zones():
    reset_tzpath(to=[])
    ZoneInfo.clear_cache()
    try:
        assert ahead_of("Asia/Kolkata", datetime(2026, 1, 31, tzinfo=UTC)) == 330
    finally:
        reset_tzpath()

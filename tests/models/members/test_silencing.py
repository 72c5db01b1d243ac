"""Somebody says nothing in a room, as its moderators want it, and reads on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chat.models import Conversation, Membership, User, as_seen_by, post
from chat.models.members import offer, putting_out, silencing
from chat.models.members.muted_guest import MutedGuest, sweep
from chat.models.members.put_out import PutOut
from chat.models.messages import history
from chat.models.rooms import heirs, steering
from chat.moderation import muting
from chat.wire import UNSET
from chat.wire.errors import NoSuchUser, NotAllowed

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = 3600


@pytest.fixture
def people():
    return [
        User.objects.sign_up(name, "correct horse") for name in ("ada", "bob", "cy")
    ]


@pytest.fixture
def room(people):
    ada, bob, cy = people
    made = Conversation.objects.create_room(ada, "dev")
    for each in (bob, cy):
        made.join(each)
    return made


def say(room, person):
    return post(person, room.pk, "hello", uuid4())


def told(room, reader):
    events = history.changes(room.pk, reader, 0).events
    return [(each.whom, each.value, each.before) for each in events]


def pass_the_end(room):
    before = timezone.now() - timedelta(seconds=1)
    Membership.objects.filter(conversation=room, role="muted").update(
        muted_until=before
    )


def test_who_is_muted_reads_and_says_nothing_there_alone(people, room):
    ada, bob, _ = people
    event = silencing.silence(room, ada, bob, "loud", HOUR)
    assert (event.kind, event.value, event.reason) == ("role", "muted", "loud")
    with pytest.raises(NotAllowed, match="You are muted in this room"):
        say(room, bob)
    seen = as_seen_by(room, bob)
    assert (seen.role, seen.until, seen.reason) == ("muted", event.until, "loud")
    assert history.page(room.pk, bob).messages == []
    say(Conversation.objects.lobby(), bob)


def test_nobody_is_told_why_they_were_muted_once_they_speak_again(people, room):
    ada, bob, _ = people
    silencing.silence(room, ada, bob, "loud", HOUR)
    # As a version before does that, which knows of no reason.
    room.memberships.filter(user=bob).update(role="member", muted_until=None)
    assert as_seen_by(room, bob).reason is UNSET


def test_it_ends_by_a_moderator_by_another_role_and_not_twice(people, room):
    ada, bob, _ = people
    silencing.silence(room, ada, bob, "", None)
    assert silencing.let_speak(room, ada, bob).seq == 2
    assert silencing.let_speak(room, ada, bob).seq == 0
    say(room, bob)
    silencing.silence(room, ada, bob, "loud", HOUR)
    steering.set_role(room, ada, bob, "voice")
    seen = as_seen_by(room, bob)
    assert (seen.until, seen.reason) == (UNSET, UNSET)
    assert told(room, bob) == [
        ("bob", "muted", UNSET),
        ("bob", "member", "muted"),
        ("bob", "muted", UNSET),
        ("bob", "voice", UNSET),
    ]


def test_it_ends_by_the_clock_and_all_there_learn_it(people, room):
    ada, bob, cy = people
    for whom, seconds in ((bob, HOUR), (cy, None)):
        silencing.silence(room, ada, whom, "", seconds)
    muting.lift_over()
    assert len(told(room, ada)) == 2
    pass_the_end(room)
    muting.lift_over()
    assert told(room, ada)[2:] == [
        ("bob", "member", "muted"),
        ("cy", "member", "muted"),
    ]
    say(room, bob)


def test_who_looked_after_the_room_does_so_again(people, room):
    ada, bob, cy = people
    for each in (bob, cy):
        steering.set_role(room, ada, each, "moderator")
        silencing.silence(room, ada, each, "", HOUR)
    silencing.silence(room, ada, bob, "still", HOUR)
    pass_the_end(room)
    muting.lift_over()
    assert set(told(room, ada)[-2:]) == {
        ("bob", "moderator", "muted"),
        ("cy", "moderator", "muted"),
    }
    silencing.silence(room, ada, cy, "", None)
    with pytest.raises(NotAllowed):
        silencing.let_speak(room, bob, cy)
    assert silencing.let_speak(room, ada, cy).value == "moderator"


def test_what_was_done_to_a_moderator_no_other_of_them_undoes_or_adds_to(people, room):
    ada, bob, cy = people
    for each in (bob, cy):
        steering.set_role(room, ada, each, "moderator")
    until = silencing.silence(room, ada, bob, "", HOUR).until
    for act in (
        lambda: silencing.silence(room, cy, bob, "", 1),
        lambda: steering.set_role(room, cy, bob, "member"),
        lambda: putting_out.kick(room, cy, bob, ""),
        lambda: putting_out.ban(room, cy, bob, "", None),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (as_seen_by(room, bob).role, as_seen_by(room, bob).until) == ("muted", until)
    assert silencing.let_speak(room, ada, bob).value == "moderator"
    assert silencing.let_speak(room, ada, bob).value == "moderator"


@pytest.mark.parametrize("role", ["member", "voice", "moderator", "owner"])
def test_only_who_is_again_what_they_were_is_said_to_speak_again(people, room, role):
    ada, bob, _ = people
    steering.set_role(room, ada, bob, "voice")
    silencing.silence(room, ada, bob, "", HOUR)
    event = steering.set_role(room, ada, bob, role)
    assert event.before == ("muted" if role == "voice" else UNSET)
    assert as_seen_by(room, bob).until is UNSET


def test_an_owner_whom_the_site_silences_has_an_heir_then(people, room):
    ada, _, cy = people
    User.objects.filter(pk=cy.pk).update(is_staff=True)
    silencing.silence(room, User.objects.get(pk=cy.pk), ada, "", HOUR)
    heirs.find_heirs()
    pass_the_end(room)
    muting.lift_over()
    roles = dict(room.memberships.values_list("user__name", "role"))
    assert (roles["ada"], roles["bob"]) == ("moderator", "owner")


def test_nobody_silences_who_may_do_as_much_nor_who_is_not_there(people, room):
    ada, bob, cy = people
    for each in (bob, cy):
        steering.set_role(room, ada, each, "moderator")
    for whom in (cy, ada, bob):
        with pytest.raises(NotAllowed):
            silencing.silence(room, bob, whom, "", HOUR)
    room.leave(cy)
    with pytest.raises(NoSuchUser):
        silencing.silence(room, bob, cy, "", HOUR)


def test_who_leaves_meanwhile_comes_in_when_it_is_over(people, room):
    ada, bob, _ = people
    until = silencing.silence(room, ada, bob, "", HOUR).until
    room.leave(bob)
    with pytest.raises(NotAllowed, match="You were put out of #dev"):
        room.join(bob)
    [kept] = putting_out.bans_of(room, ada).bans
    assert (kept.name, kept.until, kept.banned) == ("bob", until, False)
    PutOut.objects.update(until=timezone.now())
    room.join(bob)
    say(room, bob)


def test_who_is_put_out_is_kept_out_as_long_as_that_says(people, room):
    ada, bob, _ = people
    silencing.silence(room, ada, bob, "", None)
    kicked = putting_out.kick(room, ada, bob, "spam")
    [kept] = putting_out.bans_of(room, ada).bans
    assert (kept.until, kept.reason) == (kicked.until, "spam")


# --- Guests, by another name ----------------------------------------------------------

NC = {"address": "203.0.113.9"}
WEB = {"address": "203.0.113.9", "browser": "theirs"}
OTHERS = {"address": "203.0.113.9", "browser": "another"}


def guest(name, room=None, **came_by):
    its = User.objects.admit_guest(name, **came_by)
    if room is not None:
        room.join(its)
    return its


@pytest.mark.parametrize(
    ("muted", "new", "speaks"),
    [(WEB, WEB, False), (NC, NC, False), (WEB, OTHERS, True), (NC, OTHERS, True)],
)
def test_another_name_does_not_have_a_muted_guest_speak(
    people, room, muted, new, speaks
):
    troll = guest("troll", room, **muted)
    until = silencing.silence(room, people[0], troll, "", HOUR).until
    again = guest("angel", room, **new)
    seen = as_seen_by(room, again)
    assert (seen.role, seen.until) == ((UNSET, UNSET) if speaks else ("muted", until))


def test_in_the_room_of_everybody_neither_does_going_and_coming_back(people):
    lobby = Conversation.objects.lobby()
    User.objects.filter(name="ada").update(is_staff=True)
    troll = guest("troll", **WEB)
    silencing.silence(lobby, User.objects.get(name="ada"), troll, "", HOUR)
    troll.release()
    for back in (guest("angel", **WEB), troll):
        back.reclaim()
        with pytest.raises(NotAllowed, match="You are muted in this room"):
            say(lobby, back)
    pass_the_end(lobby)
    muting.lift_over()
    say(lobby, troll)


@pytest.mark.parametrize("way", ["unhush", "role", "invitation", "clock"])
def test_when_it_ends_it_does_for_each_name(people, room, way):
    ada, _, _ = people
    troll = guest("troll", room, **WEB)
    silencing.silence(room, ada, troll, "", HOUR)
    if way == "unhush":
        silencing.let_speak(room, ada, troll)
    elif way == "role":
        steering.set_role(room, ada, troll, "voice")
    elif way == "invitation":
        room.leave(troll)
        offer.invite(room, ada, troll)
        offer.accept(room.pk, troll)
        say(room, troll)
    else:
        MutedGuest.objects.update(until=timezone.now())
        sweep()
    say(room, guest("angel", room, **WEB))
    assert not MutedGuest.objects.exists()


def test_who_is_muted_inherits_no_room(people, room):
    ada, bob, _ = people
    silencing.silence(room, ada, bob, "", None)
    room.leave(ada)
    roles = Membership.objects.filter(conversation=room)
    assert dict(roles.values_list("user__name", "role")) == {
        "bob": "muted",
        "cy": "owner",
    }

"""What the owner and the moderators of a room do, and what is read of it later."""

from uuid import uuid4

import pytest

from chat import wire
from chat.models import Conversation, Membership, User, as_seen_by, post
from chat.models.members import offer, putting_out
from chat.models.members.offer import Offer
from chat.models.members.put_out import PutOut
from chat.models.messages import happening, history
from chat.models.names.former_room import KEPT, FormerRoom
from chat.models.people.visit import record_visit
from chat.models.rooms import heirs, steering
from chat.models.rooms.heirs import find_heirs
from chat.wire.errors import (
    Malformed,
    NameTaken,
    NoSuchConversation,
    NoSuchUser,
    NotAllowed,
    NotAMember,
    RateLimited,
)

pytestmark = pytest.mark.django_db(transaction=True)


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


def role(room, person):
    return Membership.objects.get(conversation=room, user=person).role


def told(room, reader, since=0):
    changes = history.changes(room.pk, reader, since)
    return [(each.seq, each.kind) for each in changes.events or []]


def say(room, person, body="hello"):
    return post(person, room.pk, body, uuid4())


def test_who_has_made_a_room_owns_it_and_hands_it_over(people, room):
    ada, bob, _ = people
    assert [role(room, each) for each in (ada, bob)] == ["owner", "member"]
    with pytest.raises(NotAllowed):
        steering.set_role(room, bob, bob, "owner")
    event = steering.set_role(room, ada, bob, "owner")
    assert (event.seq, event.kind, event.whom, event.value) == (
        1,
        "role",
        "bob",
        "owner",
    )
    assert [role(room, each) for each in (ada, bob)] == ["moderator", "owner"]
    assert as_seen_by(room, bob).role == "owner"
    assert told(room, ada) == [(1, "role")]


def test_an_owner_who_goes_has_an_heir(people, room):
    ada, bob, cy = people
    steering.set_role(room, ada, cy, "moderator")
    room.leave(ada)
    assert [role(room, each) for each in (bob, cy)] == ["member", "owner"]
    room.leave(cy)
    assert role(room, bob) == "owner"


def test_nobody_is_heir_who_may_not_write(people, room):
    ada, bob, cy = people
    steering.set_role(room, ada, cy, "moderator")
    User.objects.filter(pk=cy.pk).update(muted=True)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    room.leave(ada)
    assert [role(room, each) for each in (bob, cy)] == ["member", "moderator"]
    find_heirs()
    assert role(room, cy) == "moderator"
    User.objects.filter(pk=cy.pk).update(muted=False)
    for _ in range(2):
        find_heirs()
        assert role(room, cy) == "owner"
    [_, event] = history.changes(room.pk, cy, 0).events
    assert (event.author, event.whom, event.value) == (0, "cy", "owner")


def test_heirs_are_found_some_rooms_at_a_time(people, room, monkeypatch):
    monkeypatch.setattr(heirs, "AT_ONCE", 1)
    ada = people[0]
    ops = Conversation.objects.create_room(ada, "ops")
    Membership.objects.update(role="member")
    steps = [find_heirs(), find_heirs("dev"), find_heirs("lobby"), find_heirs("ops")]
    assert steps == ["dev", "lobby", "ops", ""]
    assert (role(room, ada), role(ops, ada)) == ("owner", "owner")


def test_a_moderator_gives_a_voice_and_no_more(people, room):
    ada, bob, cy = people
    steering.set_role(room, ada, bob, "moderator")
    assert steering.set_role(room, bob, cy, "voice").seq == 2
    assert steering.set_role(room, bob, cy, "voice").seq == 0
    with pytest.raises(NotAllowed):
        steering.set_role(room, bob, cy, "moderator")
    with pytest.raises(NoSuchUser):
        steering.set_role(
            room, ada, User.objects.sign_up("dan", "x y z 1 2 3"), "voice"
        )


def test_of_a_room_each_kind_of_speakers_speaks(people, room):
    ada, bob, _ = people
    steering.steer(room, ada, "speakers", "voice")
    with pytest.raises(NotAllowed, match="given a voice"):
        say(room, bob)
    steering.set_role(room, ada, bob, "voice")
    say(room, bob)
    steering.steer(room, ada, "speakers", "moderator")
    with pytest.raises(NotAllowed, match="Only moderators"):
        say(room, bob)
    say(room, ada)


def test_in_a_slow_room_it_is_waited_but_by_moderators(people, room):
    ada, bob, cy = people
    steering.steer(room, ada, "slow", 60)
    say(room, bob)
    with pytest.raises(RateLimited) as caught:
        say(room, bob)
    assert 0 < caught.value.retry <= 60
    for person in (cy, ada, ada):
        say(room, person)
    steering.steer(room, ada, "slow", 30)
    say(room, bob)


def test_an_archived_room_is_read_and_no_more_until_it_is_back(people, room):
    ada, bob, _ = people
    said = say(room, bob)
    steering.steer(room, ada, "archived", True)
    message = room.messages.get(seq=said.seq)
    for act in (
        lambda: say(room, ada),
        lambda: message.react(bob, "👍", True),
        lambda: message.edit(bob, "other"),
        lambda: room.set_topic(ada, "x"),
        lambda: steering.steer(room, ada, "slow", 5),
    ):
        with pytest.raises(NotAllowed, match="archived"):
            act()
    assert len(history.page(room.pk, bob).messages) == 1
    steering.steer(room, ada, "archived", False)
    say(room, bob)


def test_a_room_is_found_by_its_old_name_until_another_has_it(people, room):
    ada, bob, cy = people
    steering.steer(room, ada, "name", "Web")
    assert room.name == "web"
    assert Conversation.objects.room("#dev", cy) == room
    assert post(bob, "#dev", "hello", uuid4()).conversation == room
    other = Conversation.objects.create_room(cy, "dev")
    assert Conversation.objects.room("dev", cy) == other
    # The version before deletes rooms, and knows nothing of their names.
    FormerRoom.objects.create(conversation_id=99999, key="den", name="den")
    with pytest.raises(NoSuchConversation):
        post(bob, "#den", "hello", uuid4())
    with pytest.raises(NameTaken):
        steering.steer(room, ada, "name", "dev")


def test_of_the_names_that_a_room_had_the_last_are_kept(people, room):
    for at in range(KEPT + 2):
        steering.steer(room, people[0], "name", f"dev{at}")
    names = list(room.former_names.order_by("pk").values_list("name", flat=True))
    assert names == [f"dev{at}" for at in range(1, KEPT + 1)]


@pytest.mark.parametrize(
    ("what", "value"),
    [("slow", -1), ("slow", "5"), ("slow", True), ("lock", 1), ("speakers", "owner")],
)
def test_a_value_of_another_kind_is_none(people, room, what, value):
    with pytest.raises(Malformed):
        steering.steer(room, people[0], what, value)


def test_the_lobby_is_steered_by_the_sites_moderators_alone(people):
    lobby = Conversation.objects.lobby()
    with pytest.raises(NotAllowed):
        steering.steer(lobby, people[0], "slow", 5)
    staff = User.objects.sign_up("eva", "correct horse", is_staff=True)
    assert steering.steer(lobby, staff, "slow", 5).seq == 1
    with pytest.raises(NotAllowed):
        steering.steer(lobby, staff, "archived", True)
    with pytest.raises(NotAllowed):
        putting_out.kick(lobby, staff, people[0], "")


def test_a_locked_topic_is_for_moderators_and_what_happens_is_read_later(people, room):
    ada, bob, _ = people
    room.set_topic(bob, "one")
    steering.steer(room, ada, "lock", True)
    with pytest.raises(NotAllowed):
        room.set_topic(bob, "two")
    assert told(room, bob) == [(1, "topic"), (2, "lock")]
    assert told(room, bob, since=1) == [(2, "lock")]
    assert Conversation.objects.get(pk=room.pk).head == 2


def test_who_is_kicked_comes_back_by_a_moderators_invitation(people, room):
    ada, bob, cy = people
    event = putting_out.kick(room, ada, bob, "too  loud")
    assert (event.whom, event.reason, event.until > event.at) == (
        "bob",
        "too loud",
        True,
    )
    assert not room.has_member(bob)
    with pytest.raises(NotAllowed, match="too loud"):
        offer.enter("#dev", bob)
    with pytest.raises(NotAllowed):
        offer.invite(room, cy, bob)
    offer.invite(room, ada, bob)
    assert offer.enter("#dev", bob) == room


def test_a_ban_holds_against_invitations_until_it_ends(people, room):
    ada, bob, _ = people
    putting_out.ban(room, ada, bob, "", None)
    with pytest.raises(NotAllowed):
        offer.invite(room, ada, bob)
    [its] = putting_out.bans_of(room, ada).bans
    assert (its.name, its.banned, its.by) == ("bob", True, "ada")
    with pytest.raises(NotAllowed):
        putting_out.bans_of(room, people[2])
    putting_out.unban(room, ada, "bob")
    assert putting_out.unban(room, ada, "bob").seq == 0
    room.join(bob)
    assert told(room, ada) == [(1, "banned"), (2, "unbanned")]


def test_a_guest_who_was_banned_does_not_come_back_by_another_name(people, room):
    troll, again, other = (User.objects.admit_guest(n) for n in ("troll", "again", "x"))
    record_visit(troll, "192.0.2.7", "a" * 32)
    record_visit(again, "198.51.100.1", "a" * 32)
    record_visit(other, "203.0.113.9", "b" * 32)
    room.join(troll)
    putting_out.ban(room, people[0], troll, "", None)
    with pytest.raises(NotAllowed):
        room.join(again)
    room.join(other)


def test_a_kick_of_a_guest_keeps_out_their_browser_and_not_their_network(people, room):
    troll, again, other = (User.objects.admit_guest(n) for n in ("troll", "again", "x"))
    for each, browser in ((troll, "a"), (again, "a"), (other, "b")):
        record_visit(each, "192.0.2.7", browser * 32)
    room.join(troll)
    putting_out.kick(room, people[0], troll, "")
    for each, said in ((troll, "You were"), (again, "Somebody who came the same way")):
        with pytest.raises(NotAllowed, match=said):
            room.join(each)
    room.join(other)


def test_a_refusal_names_nobody_else_and_the_listed_name_ends_a_ban(people, room):
    troll, other = (User.objects.admit_guest(name) for name in ("troll", "x"))
    for each in (troll, other):
        record_visit(each, "192.0.2.7", each.name[0] * 32)
    putting_out.ban(room, people[0], troll, "", None)
    troll.release()
    with pytest.raises(NotAllowed, match="same way as x is banned from #dev"):
        offer.invite(room, people[0], other)
    User.objects.admit_guest("troll")
    [listed] = putting_out.bans_of(room, people[0]).bans
    event = putting_out.unban(room, people[0], listed.name)
    assert (event.seq, event.whom, event.person) == (2, "troll", troll.pk)
    offer.invite(room, people[0], other)


@pytest.mark.dear
def test_an_invitation_brings_back_a_guests_neighbour_and_not_the_guest(people, room):
    troll, friend = (User.objects.admit_guest(name) for name in ("troll", "friend"))
    for each in (troll, friend):
        record_visit(each, "192.0.2.7", "a" * 32)
    room.join(troll)
    offer.invite(room, people[1], friend)
    putting_out.kick(room, people[0], troll, "")
    with pytest.raises(NotAllowed):  # nobody has vouched for whoever that is
        offer.enter("#dev", friend)
    Offer.objects.all().delete()
    offer.invite(room, people[0], friend)
    assert offer.enter("#dev", friend) == room
    with pytest.raises(NotAllowed):
        room.join(troll)


def test_who_comes_in_does_so_by_what_is_so_in_that_moment(people, room):
    ada, bob, _ = people
    seen = Conversation.objects.get(pk=room.pk)
    room.leave(bob)
    steering.steer(room, ada, "private", True)
    with pytest.raises(NoSuchConversation):
        seen.join(bob)
    assert not room.has_member(bob)


def test_nobody_puts_out_who_stands_as_high(people, room):
    ada, bob, cy = people
    for each in (bob, cy):
        steering.set_role(room, ada, each, "moderator")
    for actor, whom in ((bob, cy), (bob, ada), (bob, bob)):
        with pytest.raises(NotAllowed):
            putting_out.kick(room, actor, whom, "")
    staff = User.objects.sign_up("eva", "correct horse", is_staff=True)
    room.join(staff)
    with pytest.raises(NotAllowed):
        putting_out.kick(room, ada, staff, "")
    putting_out.kick(room, staff, ada, "")
    assert role(room, bob) == "owner"
    assert PutOut.objects.get().person == ada


def test_a_moderator_takes_away_what_others_said(people, room):
    ada, bob, cy = people
    said = say(room, bob)
    message = room.messages.get(seq=said.seq)
    with pytest.raises(NotAllowed):
        message.delete_by(cy)
    assert message.delete_by(ada).whose == bob.pk


def test_what_happened_stands_on_its_page_of_the_history(people, room):
    ada, *_ = people
    for at in range(3):
        say(room, ada)
        steering.steer(room, ada, "slow", at + 1)
    last = history.page(room.pk, ada, limit=1)
    assert [each.seq for each in last.events] == [6]
    before = history.page(room.pk, ada, before=last.messages[0].seq, limit=9)
    assert [each.seq for each in before.events] == [2, 4]
    after = history.page(room.pk, ada, after=1, limit=1)
    assert [each.seq for each in after.events] == [2]
    changes = history.changes(room.pk, ada, 0, limit=2)
    assert ([each.seq for each in changes.events], changes.more) == ([2], True)
    assert [m.seq for m in changes.messages] == [1, 3]


@pytest.mark.dear
def test_what_happened_fits_into_what_a_slow_reader_is_held(people, room, settings):
    ada, *_ = people
    settings.CHAT_STEERINGS_PER_MINUTE = 1000
    for at in range(40):
        steering.steer(room, ada, "description", f"{at}" + "🧁" * 990)
    history_page = history.page(room.pk, ada)
    assert history_page.events[-1].seq == 40
    since, found = 0, []
    while since < 40:
        changes = history.changes(room.pk, ada, since)
        assert max(map(len, map(wire.encode, (changes, history_page)))) < 110_000
        found += [each.seq for each in changes.events]
        assert changes.more == (changes.upto < 40)
        since = changes.upto
    assert found == [*range(1, 41)]


def test_nobody_knows_of_a_private_room_by_its_old_name(people):
    ada, bob, _ = people
    room = Conversation.objects.create_room(ada, "den", private=True)
    steering.steer(room, ada, "name", "cave")
    with pytest.raises(NoSuchConversation):
        offer.enter("#den", bob)


def test_what_happened_after_a_page_was_read_is_not_on_it(people, room):
    for at in range(3):
        steering.steer(room, people[0], "slow", at + 1)
    page = wire.History(conversation=room.pk, messages=[], more=False)
    assert [each.seq for each in happening.beside(page, None, None, 2)] == [1, 2]
    assert [each.seq for each in happening.beside(page, None, 1, 2)] == [2]


def test_whoever_is_put_out_between_two_looks_is_given_nothing(
    people, room, monkeypatch
):
    ada, bob, _ = people
    look = history._conversation

    def put_out(number, reader):
        found = look(number, reader)
        if room.has_member(bob):
            putting_out.kick(room, ada, bob, "")
            say(room, ada)
        return found

    monkeypatch.setattr(history, "_conversation", put_out)
    with pytest.raises(NotAMember):
        history.changes(room.pk, bob, 0)

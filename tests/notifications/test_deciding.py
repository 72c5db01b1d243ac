"""Whom a message calls: those whom it is meant for, who have not read it in time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chat.models import Conversation, Membership, Message, post
from chat.models.members import unread
from chat.models.messages import following, history
from chat.models.people import quiet
from chat.models.rooms import grouping
from chat.notifications import deciding, devices, keeping
from chat.notifications.asking import why
from chat.notifications.models import Decision, Device, Pause
from chat.sessions.following import _said_by
from chat.wire.errors import NotAllowed
from tests.support.people import Person

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def browsers(people):
    """Bob and Eve have one each."""
    for person in people[1:]:
        its = {"endpoint": f"https://push.example/{person.pk}", "epoch": person.epoch}
        Device.objects.create(person=person, text=True, **its)


def decide(conversation):
    deciding.decide(history.changes(conversation, None, 0))


def said(author, to, body):
    message = post(author, to, body, uuid4())
    return message.conversation_id, message.seq


def notified(place, seq):
    found = Decision.objects.filter(conversation=place, seq=seq, against="")
    return {(each.person.name, each.cause) for each in found}


def failed(user, place, seq):
    return [each.rule for each in why(user, place, seq).rules if not each.passed]


@pytest.mark.parametrize(
    ("to", "body", "called"),
    [
        ("@bob", "hi", {("bob", "direct")}),
        ("@ada", "a note", set()),
        ("#lobby", "hi", set()),
        ("#lobby", "hi @bob", {("bob", "name")}),
        ("#lobby", "hi @room, and @bob", {("bob", "name"), ("eve", "room")}),
        ("#lobby", "hi @here", set()),
    ],
)
def test_it_calls_whom_it_is_meant_for(people, to, body, called):
    place, seq = said(people[0], to, body)
    decide(place)
    assert notified(place, seq) == called


def test_what_is_said_in_a_group_is_meant_for_all_of_it(people):
    group = grouping.begin(people[0], [each.name for each in people[1:]])
    place, seq = said(people[0], group.pk, "hi")
    decide(place)
    assert notified(place, seq) == {("bob", "group"), ("eve", "group")}


@pytest.mark.parametrize(
    ("rule", "act"),
    [
        ("read", lambda bob, place: membership(bob, place).mark_read(1)),
        ("level", lambda bob, place: unread.set_level(bob, place, "nothing")),
        ("pause", lambda bob, _: devices.pause(bob, timezone.now() + HOUR)),
        ("block", lambda bob, place: quiet.block(bob, "ada", None, on=True)),
    ],
)
def test_a_rule_that_is_not_passed_says_why(people, rule, act):
    ada, bob, _ = people
    place, seq = said(ada, "#lobby", "hi @bob")
    act(bob, place)
    decide(place)
    assert (notified(place, seq), failed(bob, place, seq)) == (set(), [rule])
    told = why(bob, place, seq)
    assert (told.notified, told.text) == (False, "You were not notified of it.")


def membership(user, place):
    return Membership.objects.get(user=user, conversation=place)


def test_a_pause_ends_by_the_clock_or_before(people):
    bob = people[1]
    with pytest.raises(NotAllowed):
        devices.pause(bob, timezone.now())
    devices.pause(bob, timezone.now() + HOUR)
    assert devices.of(bob).paused
    Pause.objects.update(until=timezone.now())
    assert not devices.of(bob).paused
    keeping.forget_pauses()
    assert not Pause.objects.exists()
    devices.pause(bob, timezone.now() + HOUR)
    assert not devices.pause(bob, None).until


def test_what_was_decided_stays_so(people):
    ada, bob, _ = people
    place, seq = said(ada, "@bob", "hi")
    decide(place)
    membership(bob, place).mark_read(seq)
    decide(place)
    told = why(bob, place, seq)
    assert (told.notified, told.text) == (True, "You were notified of it.")
    assert {each.rule: each.text for each in told.rules}["cause"] == (
        "It was said to you alone."
    )


def test_whom_an_edit_names_is_called_then_and_nobody_twice(people):
    ada, *_ = people
    place, seq = said(ada, "#lobby", "hi @bob")
    decide(place)
    Message.objects.get(conversation=place, seq=seq).edit(ada, "hi @bob and @eve")
    decide(place)
    assert notified(place, seq) == {("bob", "name"), ("eve", "name")}
    assert Decision.objects.count() == 2


def test_who_came_later_is_not_meant(people):
    ada, bob, eve = people
    room = Conversation.objects.create_room(ada, "dev")
    room.join(bob)
    place, seq = said(ada, "#dev", "hi @room")
    room.join(eve)
    Membership.objects.filter(user=eve).update(read=0)
    decide(place)
    assert (notified(place, seq), failed(eve, place, seq)) == (
        {("bob", "room")},
        ["member"],
    )


def test_what_is_deleted_or_a_day_old_calls_nobody(people):
    ada, bob, _ = people
    place, _ = said(ada, "@bob", "hi")
    Message.objects.update(at=timezone.now() - deciding.OLD)
    said(ada, "@bob", "hi again")
    Message.objects.get(seq=2).delete_by(ada)
    decide(place)
    assert not Decision.objects.exists()
    assert failed(bob, place, 2) == ["deleted"]


def test_where_nothing_is_kept_the_rules_say_how_it_stands(people):
    ada, bob, _ = people
    place, seq = said(ada, "#lobby", "hi")
    decide(place)
    told = why(bob, place, seq)
    assert (told.notified, failed(bob, place, seq)) == (False, ["cause"])
    assert failed(ada, place, seq)[0] == "author"


def test_what_was_decided_long_ago_is_forgotten(people, settings):
    place, _ = said(people[0], "@bob", "hi")
    decide(place)
    keeping.forget_old()
    assert Decision.objects.exists()
    long_ago = timezone.now() - timedelta(days=settings.CHAT_NOTIFY_DAYS + 1)
    Decision.objects.update(at=long_ago)
    keeping.forget_old()
    assert not Decision.objects.exists()


def test_a_follower_with_a_delay_is_told_of_what_has_waited(people):
    ada, *_ = people
    following.begin("late")
    place, first = said(ada, "#lobby", "one")
    Message.objects.update(at=timezone.now() - timedelta(seconds=60))
    said(ada, "#lobby", "two")
    until = timezone.now() - timedelta(seconds=30)
    assert following.behind("late", 10, until=until) == [place]
    told = _said_by(until, history.changes(place, None, 0), 0)
    assert ([each.body for each in told.messages], told.upto) == (["one"], first)
    assert (following.done("late", place, first), told.more) == (None, False)
    assert following.behind("late", 10, until=until) == []
    assert following.behind("late", 10) == [place]


async def test_one_asks_for_ones_own_in_ones_own_language(people):
    ada, bob, eve = [await Person(each).arrive() for each in people]
    said = await ada.post("@bob", "hi")
    await bob.say("language", language="de")
    where = {"conversation": said["conversation"], "seq": said["seq"]}
    told = await bob.say("why", **where)
    assert told["rules"][0] == {
        "rule": "author",
        "passed": True,
        "text": "Jemand anderes hat es gesagt.",
    }
    assert (await eve.say("why", **where))["code"] == "no-such-conversation"

"""What is said later: at its time, once, in its author's name; or it stays."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from chat import wire
from chat.concurrency.threads import read, write
from chat.later import claims, clock, scheduling
from chat.later.models import Scheduled
from chat.models import Conversation, Message, User, post
from chat.sessions.process import Process
from chat.text.markdown import RENDERER
from chat.wire.errors import (
    ChatError,
    Internal,
    NoSuchConversation,
    NoSuchUser,
    NotAllowed,
    NotAMember,
    TooMany,
    Unavailable,
)
from tests.support.people import Person, arrive

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


@pytest.fixture
def dev(ada, bob):
    room = Conversation.objects.create_room(ada, "dev")
    room.join(bob)
    return room


def wish(to="#lobby", body="hello", after=HOUR, id=None, **more):
    at = timezone.now() + after
    return wire.Schedule(to=to, body=body, id=id or uuid4(), at=at, **more)


def later(author, to="#lobby", body="hello", **more):
    """Have it said in an hour; its id."""
    asked = wish(to, body, **more)
    scheduling.schedule(author, asked, "")
    return asked.id


def is_due(seconds=0, **which):
    """An hour is over."""
    at = timezone.now() - timedelta(seconds=seconds)
    Scheduled.objects.filter(**which).update(at=at)


async def say_due():
    await clock.say_due(Process.here())


def listed(author):
    return scheduling.all_of(author)


# --- Saying it ------------------------------------------------------------------------


async def test_it_is_said_at_its_time_and_told_wherever_its_author_is():
    ada, bob = await arrive("ada", "bob")
    again = await Person(ada.user).arrive()
    id, at = uuid4(), (timezone.now() + HOUR).isoformat()
    asked = {"to": "#lobby", "body": "for @bob", "id": id, "at": at}
    [kept] = (await ada.say("schedule", **asked))["messages"]
    assert (kept["name"], kept["body"]) == ("#lobby", "for @bob")
    await again.hears("scheduled", messages=[kept])
    assert (await again.say("scheduled"))["messages"] == [kept]
    await ada.say("reschedule", id=id, now=True)
    said = await bob.hears("message", id=str(id))
    assert (said["from"], said["mentions"][0]["name"]) == ("ada", "bob")
    for each in (ada, again):
        await each.hears("unscheduled", id=str(id), seq=said["seq"])
    assert (await ada.say("scheduled"))["messages"] == []
    assert (await ada.say("schedule", **asked))["seq"] == said["seq"]
    assert await bob.hears_nothing("message", id=str(id))


async def test_the_clock_says_it_by_itself(monkeypatch):
    monkeypatch.setattr(scheduling, "SOONEST", -HOUR)
    monkeypatch.setattr(clock, "LOOK_SECONDS", 0.05)
    [ada] = await arrive("ada")
    at = (timezone.now() + timedelta(seconds=0.2)).isoformat()
    await ada.say("schedule", to="#lobby", body="hello", id=uuid4(), at=at)
    said = await ada.hears("message", body="hello")
    assert said["at"] >= at[:23]


async def test_what_was_due_meanwhile_is_said_in_its_order(ada, bob):
    def prepare():
        for seconds in (10, 30, 20):
            is_due(seconds, uuid=later(ada, body=f"{seconds}"))
        is_due(25, uuid=later(bob, body="25"))

    await write(prepare)
    await say_due()
    said = Message.objects.order_by("seq").values_list("body", flat=True)
    assert await read(partial(list, said)) == ["30", "25", "20", "10"]


async def test_a_reply_and_a_deed_are_said_as_such(ada, bob):
    first = await write(post, bob, "#lobby", "Tea?", uuid4())
    place = first.conversation_id
    more = {"reply_to": first.seq, "action": True}
    is_due_id = await write(partial(later, ada, place, "*nods*", **more))
    await write(partial(is_due, uuid=is_due_id))
    await say_due()
    said = await read(Message.objects.get, uuid=is_due_id)
    assert (said.reply_to, said.action, said.author_id) == (first.seq, True, ada.pk)
    assert "<em>nods</em>" in said.html


async def test_a_direct_conversation_is_opened_when_it_is_said():
    ada, bob = await arrive("ada", "bob")
    id, at = uuid4(), (timezone.now() + HOUR).isoformat()
    answer = await ada.say("schedule", to="@bob", body="psst", id=id, at=at)
    [kept] = answer["messages"]
    assert (kept["name"], kept["person"]) == ("@bob", bob.user.pk)
    assert "conversation" not in kept
    assert await bob.hears_nothing("joined")
    await write(partial(is_due, uuid=id))
    await say_due()
    await bob.hears("message", body="psst")


async def test_who_was_killed_after_saying_it_is_succeeded_and_it_is_said_once(ada):
    def die_at_it():
        id = later(ada)
        is_due(uuid=id)
        assert claims.claim("the dead") == 1
        post(ada, "#lobby", "hello", id)
        assert claims.claim("another") == 0
        past = timezone.now() - timedelta(seconds=1)
        Scheduled.objects.update(held_until=past)

    await write(die_at_it)
    await say_due()
    assert await read(Message.objects.count) == 1
    assert await read(listed, ada) == []


def test_what_was_said_is_not_changed_though_it_is_in_the_list_still(ada):
    id = later(ada)
    said = post(ada, "#lobby", "hello", id)
    answer = scheduling.change(ada, wire.Reschedule(id=id, body="other words"), "")
    assert (answer.id, answer.seq) == (id, said.seq)
    assert listed(ada) == []


@pytest.mark.dear
def test_two_processes_take_nothing_twice(ada):
    for number in range(20):
        is_due(uuid=later(ada, body=f"{number}"))
    assert claims.claim("one") == 20
    assert claims.claim("other") == 0
    assert (len(claims.take("one")), claims.take("other")) == (20, [])


@pytest.mark.parametrize("to", ["#lobby", "@bob"])
def test_where_something_is_held_what_is_due_later_waits(ada, bob, to):
    is_due(2, uuid=later(ada, to, "first"))
    claims.claim("one")
    is_due(1, uuid=later(ada, to, "second"))
    is_due(0, uuid=later(bob, "@ada", "elsewhere"))
    assert claims.claim("other") == 1
    assert [each.body for each in claims.take("other")] == ["elsewhere"]
    assert claims.next_at() is None


def test_what_a_process_held_that_died_is_its_authors_again(ada):
    id = later(ada)
    is_due()
    claims.claim("one")
    Scheduled.objects.update(held_until=timezone.now() - HOUR)
    scheduling.change(ada, wire.Reschedule(id=id, at=timezone.now() + HOUR), "")
    assert scheduling.cancel(ada, id).id == id
    assert listed(ada) == []


@pytest.mark.parametrize("error", [Unavailable, Internal, RuntimeError])
async def test_what_could_not_be_done_just_now_is_tried_again(ada, monkeypatch, error):
    def refuse(_):
        raise error

    await write(later, ada)
    await write(is_due)
    with monkeypatch.context() as patch:
        patch.setattr(Process.here(), "posts", refuse)
        await say_due()
    await say_due()
    assert await read(Message.objects.count) == 0
    await write(partial(Scheduled.objects.update, held_until=timezone.now()))
    await say_due()
    assert await read(Message.objects.count) == 1


async def test_what_another_renderer_has_made_is_rendered_anew(ada):
    await write(partial(later, ada, body="*tea*"))
    made = {"html": "<p>old</p>", "renderer": RENDERER - 1}
    await write(partial(Scheduled.objects.update, **made))
    await write(is_due)
    await say_due()
    said = await read(Message.objects.get)
    assert (said.html, said.renderer) == ("<p><em>tea</em></p>", RENDERER)


# --- Where it cannot be said ----------------------------------------------------------


def leave(ada, bob, dev):
    dev.leave(bob)


def dissolve(ada, bob, dev):
    dev.dissolve()


def mute(ada, bob, dev):
    User.objects.filter(pk=bob.pk).update(muted=True)


def ban(ada, bob, dev):
    User.objects.filter(pk=bob.pk).update(is_active=False)


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (leave, "not-a-member"),
        (dissolve, "no-such-conversation"),
        (mute, "muted"),
        (ban, "banned"),
    ],
)
async def test_what_cannot_be_said_any_more_stays_with_the_reason(
    ada, bob, dev, happens, code
):
    await write(later, bob, "#dev")
    await write(happens, ada, bob, dev)
    await write(is_due)
    await say_due()
    [kept] = await read(listed, bob)
    assert (kept.error, kept.name, kept.body) == (code, "#dev", "hello")
    assert not await read(Message.objects.exists)


async def test_who_was_refused_is_told_in_their_language_and_can_try_again():
    ada, bob = await arrive("ada", "bob", language="de")
    id, at = uuid4(), (timezone.now() + HOUR).isoformat()
    await ada.say("schedule", to="@bob", body="psst", id=id, at=at)
    await ada.say("block", name="bob", on=True)
    await write(is_due)
    await say_due()
    event = await ada.hears("scheduled")
    assert event["messages"][0]["error"] == "not-allowed"
    [kept] = (await ada.say("scheduled"))["messages"]
    assert kept["detail"].startswith("Du hast")
    await ada.say("block", name="bob", on=False)
    await ada.say("reschedule", id=id, now=True)
    await bob.hears("message", body="psst")


async def test_a_guest_whose_name_is_free_says_nothing_more(ada):
    def prepare():
        eve = User.objects.admit_guest("eve")
        post(eve, "#lobby", "hi", uuid4())
        later(eve, body="still here?")
        eve.release()
        is_due()
        return eve

    eve = await write(prepare)
    await say_due()
    assert [each.error for each in await read(listed, eve)] == ["not-allowed"]
    assert await read(Message.objects.count) == 1


async def test_what_is_of_nobody_any_more_is_let_go(ada):
    await write(later, ada)
    await write(partial(Scheduled.objects.update, author=ada.pk + 100))
    await write(is_due)
    await say_due()
    assert not await read(Scheduled.objects.exists)


# --- Asking for it --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"after": timedelta(seconds=1)}, NotAllowed),
        ({"after": timedelta(days=400)}, NotAllowed),
        ({"to": "#dev"}, NotAMember),
        ({"to": "#nowhere"}, NoSuchConversation),
        ({"to": 12345}, NoSuchConversation),
        ({"to": "@nobody"}, NoSuchUser),
        ({"to": "nowhere"}, ChatError),
        ({"body": " "}, ChatError),
        ({"reply_to": 99}, NoSuchConversation),
    ],
)
def test_what_could_not_be_said_now_is_refused_at_once(ada, bob, asked, error):
    Conversation.objects.create_room(bob, "dev")
    with pytest.raises(error):
        later(ada, **asked)
    assert listed(ada) == []


def test_a_guest_waits_for_a_day_at_most():
    eve = User.objects.admit_guest("eve")
    later(eve, after=timedelta(hours=23))
    with pytest.raises(NotAllowed):
        later(eve, after=timedelta(hours=25))


def test_so_much_is_enough(ada, monkeypatch):
    monkeypatch.setattr(scheduling, "SCHEDULED_MOST", 1)
    id = later(ada)
    with pytest.raises(TooMany):
        later(ada)
    assert later(ada, id=id) == id
    monkeypatch.setattr(scheduling, "CHARACTERS_MOST", 5)
    longer = wire.Reschedule(id=id, body="longer than that")
    with pytest.raises(TooMany):
        scheduling.change(ada, longer, "")
    assert [each.body for each in listed(ada)] == ["hello"]


def test_its_words_and_its_time_can_be_changed_and_it_can_be_let_be(ada, bob):
    first, second = later(ada, body="one"), later(ada, body="two")
    at = timezone.now() + 2 * HOUR
    scheduling.change(ada, wire.Reschedule(id=first, at=at, body="last"), "")
    assert [each.body for each in listed(ada)] == ["two", "last"]
    with pytest.raises(NoSuchConversation):
        scheduling.change(bob, wire.Reschedule(id=first, body="mine"), "")
    scheduling.cancel(bob, second)
    scheduling.cancel(ada, second)
    assert scheduling.cancel(ada, second) == wire.Unscheduled(id=second)
    assert [each.body for each in listed(ada)] == ["last"]


def test_what_is_being_said_is_not_changed(ada):
    id = later(ada)
    is_due()
    claims.claim("somebody")
    with pytest.raises(NotAllowed):
        scheduling.cancel(ada, id)
    with pytest.raises(NotAllowed):
        scheduling.change(ada, wire.Reschedule(id=id, body="no"), "")

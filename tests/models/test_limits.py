"""What one person may do to others, and have at once, is bounded."""

import asyncio
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.concurrency.threads import read
from chat.models import Conversation, PostRequest, User, post, post_all
from chat.models.limits import TOPICS, Allowance, spend
from chat.models.members.offer import accept, enter, invite
from chat.wire import Posted
from chat.wire.errors import RateLimited, TooLong, TooMany

pytestmark = pytest.mark.django_db


def person(name, **flags):
    return User.objects.create(name=name, key=name, **flags)


@pytest.fixture
def ada():
    user = person("ada")
    user.come_in()
    return user


@pytest.fixture
def clock(monkeypatch):
    """What is done at which moment, in seconds."""
    moment = [1_000_000]
    monkeypatch.setattr("chat.models.limits._now", lambda: moment[0] * 1000)
    return moment


def test_nobody_is_in_more_rooms_than_there_may_be(ada, settings):
    settings.CHAT_ROOMS_PER_PERSON = 4
    eve = person("eve")
    rooms = [Conversation.objects.create_room(eve, f"r{n}") for n in range(4)]
    for room in rooms[:3]:
        room.join(ada)
    invite(rooms[3], eve, ada)
    ways = (
        lambda: enter("#r3", ada),
        lambda: accept(rooms[3].pk, ada),
        lambda: Conversation.objects.create_room(ada, "own"),
    )
    for way in ways:
        with pytest.raises(TooMany):
            way()
    assert ada.conversations.count() == 4
    rooms[0].leave(ada)
    assert accept(rooms[3].pk, ada) == rooms[3]


def test_directs_are_no_rooms_and_a_room_that_one_is_in_is_joined_again(ada, settings):
    settings.CHAT_ROOMS_PER_PERSON = 1
    for n in range(3):
        post(ada, f"@{person(f'p{n}').name}", "hello", uuid4())
    Conversation.objects.lobby().join(ada)
    assert ada.conversations.count() == 4


def test_rooms_made_in_a_day_are_bounded(ada, settings):
    settings.CHAT_ROOMS_MADE_PER_DAY = 3
    for n in range(3):
        Conversation.objects.create_room(ada, f"r{n}").dissolve()
    with pytest.raises(RateLimited) as refused:
        Conversation.objects.create_room(ada, "one-more")
    assert 8 * 3600 - 60 < refused.value.retry <= 8 * 3600
    assert not Conversation.objects.filter(name="one-more").exists()


@pytest.mark.parametrize(("is_guest", "most"), [(False, 3), (True, 2)])
def test_directs_opened_in_an_hour_are_bounded_and_those_there_go_on(
    is_guest, most, settings
):
    settings.CHAT_DIRECTS_PER_HOUR, settings.CHAT_GUEST_DIRECTS_PER_HOUR = 3, 2
    ada = person("ada", guest=is_guest)
    names = [person(f"p{n}").name for n in range(5)]
    asked = [PostRequest(ada, f"@{name}", "hello", uuid4()) for name in names]
    first, rest = post_all(asked)[:most], post_all(asked)[most:]
    assert all(isinstance(answer, Posted) for answer in first)
    assert all(isinstance(answer, RateLimited) and answer.retry for answer in rest)
    assert Conversation.objects.filter(kind="direct").count() == most
    assert post(ada, f"@{names[0]}", "and again", uuid4()).seq == 2
    assert post(person("eve"), "@ada", "hello", uuid4()).seq == 1


def test_who_is_written_to_spends_nothing(ada, settings):
    settings.CHAT_DIRECTS_PER_HOUR = 1
    for n in range(4):
        post(person(f"p{n}"), "@ada", "hello", uuid4())
    post(ada, "@p3", "yes?", uuid4())
    assert not Allowance.objects.filter(user=ada).exists()


def test_topics_in_a_minute_are_bounded_and_grow_back(ada, settings, clock):
    settings.CHAT_TOPICS_PER_MINUTE = 3
    lobby = Conversation.objects.lobby()
    head = [lobby.set_topic(ada, f"topic {n}").seq for n in range(3)][-1]
    with pytest.raises(RateLimited) as refused:
        lobby.set_topic(ada, "one more")
    lobby.refresh_from_db()
    assert (lobby.head, lobby.topic, refused.value.retry) == (head, "topic 2", 20)
    clock[0] += 20
    assert lobby.set_topic(ada, "later").seq == head + 1
    with pytest.raises(RateLimited):
        lobby.set_topic(ada, "at once")


def test_coming_and_going_is_bounded_by_every_way_in(ada, settings, clock):
    settings.CHAT_JOINS_PER_HOUR, heard = 4, person("eve")
    room = Conversation.objects.create_room(heard, "den")
    for enters in (room.join, lambda who: enter("#den", who)) * 2:
        enters(ada)
        room.leave(ada)
    invite(room, heard, ada)
    for way in (lambda: enter("#den", ada), lambda: accept(room.pk, ada)):
        with pytest.raises(RateLimited) as refused:
            way()
    assert refused.value.retry == 900
    assert not room.has_member(ada)
    clock[0] += 900
    assert accept(room.pk, ada) == accept(room.pk, ada) == room


def test_a_verb_that_fails_spends_nothing(ada, settings):
    settings.CHAT_ROOMS_MADE_PER_DAY = 1
    with pytest.raises(TooLong):
        Conversation.objects.create_room(ada, "r", "x" * 201)
    settings.CHAT_ROOMS_PER_PERSON = 1
    with pytest.raises(TooMany):
        Conversation.objects.create_room(ada, "r")
    settings.CHAT_ROOMS_PER_PERSON = 2
    assert Conversation.objects.create_room(ada, "r").name == "r"


def test_no_ordinary_post_asks_for_an_allowance(ada):
    bob = person("bob")
    post(ada, "@bob", "hello", uuid4())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        post(ada, "@bob", "hello again", uuid4())
        post(ada, "#lobby", "hello", uuid4())
    assert not [q for q in queries.captured_queries if "allowance" in q["sql"]]
    assert bob.pk


def test_what_has_long_grown_back_is_swept(ada, clock):
    spend(ada, TOPICS)
    Allowance.objects.sweep()
    assert Allowance.objects.count() == 1
    clock[0] += 2 * 24 * 3600
    Allowance.objects.sweep()
    assert not Allowance.objects.exists()


@pytest.mark.django_db(transaction=True)
async def test_many_threads_at_once_spend_no_more_than_there_is(settings):
    settings.CHAT_TOPICS_PER_MINUTE = 5
    ada = await User.objects.acreate(name="ada", key="ada")
    asked = (read(_spent, ada) for _ in range(20))
    assert sum(await asyncio.gather(*asked)) == 5


def _spent(user):
    try:
        spend(user, TOPICS)
    except RateLimited:
        return False
    return True

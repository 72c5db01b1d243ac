"""Guests who left nothing go; whoever left something stays."""

import asyncio
import tracemalloc
from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.accounts import authentication
from chat.accounts.visitor import Visitor
from chat.models import Conversation, Membership, User, post
from chat.models.members.offer import invite
from chat.models.people import quiet
from chat.models.people.blocks import Block
from chat.models.people.visit import Visit
from chat.models.rooms.erasing import (
    AT_ONCE,
    GONE,
    dissolve_deserted,
    erasable_guests,
    erase_guests,
)
from chat.models.rooms.pages import rooms_page
from chat.sessions import ticker
from chat.sessions.process import Process
from tests.support.people import Person, eventually

# Nothing comes and goes for so long in a process that nobody is in.
QUIET_SECONDS = 0.5
LEFT = {
    "a message": lambda gus, ada: post(gus, "#lobby", "hello", uuid4()),
    "a reaction": lambda gus, ada: _react(gus, ada),
    "a direct": lambda gus, ada: Conversation.objects.direct(ada, gus),
    "a private room with somebody": lambda gus, ada: _room(gus).admit(ada),
    "a private room with a topic": lambda gus, ada: _room(gus).set_topic(gus, "x"),
}


@pytest.fixture
def ada(db):
    return User.objects.sign_up("ada", "correct horse")


def _room(gus):
    return Conversation.objects.create_room(gus, "den", private=True)


def _react(gus, ada):
    post(ada, "#lobby", "hello", uuid4()).react(gus, "👍", True)


def guest(name):
    return authentication.come_as_guest(name, Visitor("192.0.2.1", "b" * 16))


def is_long_ago():
    User.objects.update(seen=timezone.now() - GONE - timedelta(minutes=1))


def sweep():
    return erase_guests(chosen())


def chosen():
    return [number for number, _ in erasable_guests()]


def test_a_guest_who_left_nothing_goes_with_all_that_is_known_of_them(ada):
    guest("gus")
    is_long_ago()
    assert sweep() == 1
    assert list(User.objects.all()) == [ada]
    assert not Visit.objects.exists()


def test_a_released_guest_goes_likewise(ada):
    guest("gus").release()
    is_long_ago()
    assert sweep() == 1


def test_a_guest_who_is_blocked_or_has_blocked_goes_with_the_blocks(ada):
    gus = guest("gus")
    quiet.block(ada, "gus", gus.pk, on=True)
    quiet.block(gus, "ada", None, on=True)
    is_long_ago()
    sweep()
    assert not User.objects.filter(pk=gus.pk).exists()
    assert not Block.objects.exists()


def test_nobody_goes_who_can_come_back_and_no_account_ever(ada):
    guest("gus")
    assert sweep() == 0
    is_long_ago()
    User.objects.filter(name="gus").update(seen=timezone.now() - timedelta(hours=24))
    assert sweep() == 0


@pytest.mark.parametrize("left", LEFT)
def test_who_left_something_stays(left, ada):
    LEFT[left](guest("gus"), ada)
    is_long_ago()
    assert sweep() == 0


def test_a_guests_empty_private_rooms_go_along_and_others_stay(ada):
    gus = guest("gus")
    _room(gus)
    public = Conversation.objects.create_room(gus, "square")
    is_long_ago()
    assert sweep() == 1
    assert [*Conversation.objects.exclude(name="lobby")] == [public]


# --- Rooms that nobody is in ----------------------------------------------------------


def listed(user):
    return [room.name for room in rooms_page(user, limit=10).rooms]


def test_a_room_that_all_have_left_is_listed_if_somebody_wrote_in_it(ada):
    gus = guest("gus")
    for name in ("empty", "told"):
        Conversation.objects.create_room(gus, name)
    assert listed(ada) == ["#empty", "#lobby", "#told"]
    post(gus, "#told", "hello", uuid4())
    gus.release()
    assert listed(ada) == ["#lobby", "#told"]


def test_rooms_of_the_gone_in_which_nobody_wrote_go_and_free_their_names(ada):
    gus, names = guest("gus"), ("square", "told", "shared", "offered")
    rooms = [Conversation.objects.create_room(gus, name) for name in names]
    post(gus, "#told", "hello", uuid4())
    rooms[2].admit(ada)
    invite(rooms[3], gus, ada)
    assert dissolve_deserted() == 0
    is_long_ago()
    Conversation.objects.update(created=timezone.now() - GONE - timedelta(minutes=1))
    assert dissolve_deserted() == 1
    assert listed(ada) == ["#lobby", "#offered", "#shared", "#told"]
    assert Conversation.objects.create_room(ada, "square")


def test_who_says_something_after_they_were_chosen_stays(ada):
    gus = guest("gus")
    is_long_ago()
    numbers = chosen()
    post(gus, "#lobby", "wait", uuid4())
    assert erase_guests(numbers) == 0


def test_they_are_erased_by_some_at_a_time(ada):
    User.objects.bulk_create(
        User(name=f"g{n}", key=f"g{n}", guest=True) for n in range(AT_ONCE + 10)
    )
    is_long_ago()
    with CaptureQueriesContext(connection) as many:
        assert sweep() == AT_ONCE
    with CaptureQueriesContext(connection) as few:
        assert sweep() == 10
    # Not one for each of them.
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
@pytest.mark.dear
async def test_one_process_sweeps_and_spares_who_is_here():
    here, _ = [await sync_to_async(guest)(name) for name in ("hannah", "wanda")]
    person = await Person(here).arrive()
    process = Process.here()
    await eventually(lambda: _is_known(process, here))
    await sync_to_async(is_long_ago)()
    await ticker.sweep(process)
    people = await sync_to_async(lambda: list(User.objects.filter(guest=True)))()
    assert people == [here]
    await sync_to_async(is_long_ago)()
    await person.go()
    await ticker.sweep(process)  # another has swept a moment ago
    assert await sync_to_async(User.objects.filter(guest=True).count)() == 1


async def _is_known(process, user):
    return user.pk in (await process.presence.online()).names


# --- In and out -----------------------------------------------------------------------


@pytest.mark.bar
@pytest.mark.django_db(transaction=True)
async def test_after_a_crowd_rows_and_registries_are_what_they_were():
    await _churn(5, 5)
    before = await _sizes()
    tracemalloc.start()
    try:
        await _churn(60, 50)
        first = tracemalloc.get_traced_memory()[0]
        await _churn(60, 50)
        grown = tracemalloc.get_traced_memory()[0] - first
    finally:
        tracemalloc.stop()
    assert await _sizes() == before
    assert grown < 500_000


@pytest.mark.dear
@pytest.mark.parametrize("guests", [100, pytest.param(2_000, marks=pytest.mark.bar)])
@pytest.mark.django_db(transaction=True)
def test_after_guests_and_their_rooms_the_tables_are_what_they_were(settings, guests):
    settings.CHAT_GUESTS_PER_HOUR_AND_ADDRESS = settings.CHAT_GUESTS_PER_HOUR = 10**6
    Conversation.objects.lobby()
    before = _rows()
    for number in range(guests):
        gus = guest(f"g{number}")
        if number % 4 == 0:
            Conversation.objects.create_room(gus, f"r{number}").dissolve()
    is_long_ago()
    while sweep():
        pass
    assert _rows() == before


async def _churn(guests, rooms):
    """Guests come, some make a room that an administrator dissolves, and all go."""
    for number in range(guests):
        gus = await sync_to_async(guest)(f"g{number}")
        person = await Person(gus).arrive()
        if number < rooms:
            room = (await person.say("create", name=f"r{number}"))["conversation"]
            found = await sync_to_async(Conversation.objects.get)(pk=room["id"])
            await sync_to_async(found.dissolve)()
        await person.go()
    await eventually(sync_to_async(_all_are_erased))


def _all_are_erased():
    """Whoever has gone is marked as seen once more, a moment later."""
    is_long_ago()
    while sweep():
        pass
    return not User.objects.filter(guest=True).exists()


async def _sizes():
    """What a process keeps by person or by room, once nobody is here."""
    process = Process.here()

    async def are_gone():
        tasks = {*process._tasks}
        await asyncio.sleep(QUIET_SECONDS)
        held = process.sessions or process.presence._held
        return not held and tasks == process._tasks

    await eventually(are_gone)
    # What is left of the tasks is what it does by the clock.
    kept = len(process.audiences._found), len(process._tasks)
    return kept, await sync_to_async(_rows)()


def _rows():
    return [m.objects.count() for m in (User, Conversation, Membership, Visit)]

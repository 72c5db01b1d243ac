"""Somebody leaves for good: what others see of that, what stays, and what goes."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from chat import wire
from chat.accounts import sweeping
from chat.accounts.visitor import Visitor
from chat.audit.models import Record
from chat.leaving import clock, departing, parts
from chat.leaving.confirming import confirm
from chat.leaving.departing import leave
from chat.leaving.models import Departure
from chat.models import Conversation, Message, Reaction, User, post
from chat.models.messages import history
from chat.models.names.former_name import FormerName
from chat.models.people.profile import people_page
from chat.models.rooms import grouping
from chat.sessions.process import Process
from chat.wire.errors import BadCredentials, NameTaken, NoSuchUser, NotAllowed
from tests.moving.site import live_in
from tests.support.people import Person, arrive

pytestmark = pytest.mark.django_db(transaction=True)
CALLED = "somebody who left"
HERE = Visitor(address="198.51.100.1")


@pytest.fixture(autouse=True)
def nobody_else_writes(monkeypatch):
    """So that nobody has to be let in between two steps."""
    monkeypatch.setattr(clock, "REST_SECONDS", 0)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


async def see_off(user, words="go"):
    await sync_to_async(leave)(user, words)
    await go_on()


async def go_on():
    """What a process does about whoever has left, to the end."""
    for number in await sync_to_async(departing.open_departures)(timezone.now()):
        await clock._go_on(number, asyncio.Lock())


def say(author, body, to="#lobby"):
    posted = post(author, to, body, uuid4())
    return Message.objects.get(conversation=posted.conversation_id, seq=posted.seq)


def bodies(place, reader):
    page = history.page(place.pk, reader)
    return [(each.sender, each.body) for each in page.messages]


# --- At once --------------------------------------------------------------------------


def test_nobody_is_called_so_any_more(ada, bob):
    ada.status, ada.zone = "at home", "Europe/Berlin"
    ada.save()
    leave(ada, "stay")
    for name in ("ada", CALLED):
        with pytest.raises(NoSuchUser):
            User.objects.named(name)
    with pytest.raises(BadCredentials):
        User.objects.check_login("ada", "correct horse")
    row = User.objects.get(pk=ada.pk)
    assert (row.name, row.key, row.epoch) == (CALLED, f"~{ada.pk}", ada.epoch + 1)
    assert (row.status, row.zone, row.has_usable_password()) == ("", "", False)
    assert [each.name for each in people_page("", (), 10).people] == ["bob"]


def test_the_name_is_held_for_a_while_and_then_forgotten(ada):
    leave(ada, "stay")
    assert [each.key for each in FormerName.objects.all()] == ["ada"]
    sweeping.sweep()
    assert FormerName.objects.exists()
    with pytest.raises(NameTaken):
        User.objects.sign_up("ada", "correct horse")
    FormerName.objects.update(held_until=timezone.now())
    sweeping.sweep()
    assert not FormerName.objects.exists()


@pytest.mark.dear
async def test_everybody_hears_of_it_and_who_was_away_is_welcomed_so():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    dev = (await ada.say("create", name="dev"))["conversation"]["id"]
    await bob.say("join", room="#dev")
    await ada.post(dev, "hello @bob")
    await ada.post("@bob", "just us")
    wish = {"name": "ada", "password": "correct horse", "words": "stay"}
    assert (await ada.say("delete_account", **wish))["type"] == "account_deleted"
    await ada.hears("closed")
    number = ada.user.pk
    nobody = {"id": number, "name": CALLED, "key": f"~{number}", "guest": False}
    for each in (bob, eve):
        told = await each.hears("renamed", former="ada")
        assert (told["person"], told["gone"]) == (nobody, False)
        gone = await each.hears("presence", online=[])
        assert number in gone["went"]
    told = await bob.hears("renamed", former=CALLED)
    assert (told["person"]["name"], told["gone"]) == (f"{CALLED}~{number}", True)
    await bob.hears("left", conversation=dev, author=number)
    owned = await bob.hears("happened", conversation=dev, kind="role")
    assert owned["whom"] == "bob"
    again = await Person(bob.user).arrive()
    seen = {each["id"]: each for each in again.welcome["conversations"]}
    talk = next(each for each in seen.values() if each.get("gone"))
    assert talk["name"] == f"@{CALLED}~{number}"
    page = await again.say("history", conversation=dev)
    assert [(each["from"], each["body"]) for each in page["messages"]] == [
        (CALLED, "hello @bob")
    ]
    refused = await again.post(talk["id"], "are you there?")
    assert refused["code"] == "not-allowed"


async def test_others_see_no_name_where_they_are_mentioned(ada, bob):
    lobby = await sync_to_async(Conversation.objects.lobby)()
    await sync_to_async(say)(bob, "@ada, tea?")
    await see_off(ada, "stay")
    [said] = (await sync_to_async(history.page)(lobby.pk, bob)).messages
    assert [each.called for each in said.mentions] == [CALLED]
    later = await sync_to_async(say)(bob, "@ada?")
    [_, said] = (await sync_to_async(history.page)(lobby.pk, bob)).messages
    assert (said.seq, said.mentions) == (later.seq, wire.UNSET)


# --- Words ----------------------------------------------------------------------------


async def test_words_stay_and_nothing_that_is_the_persons_own(ada, bob):
    def lives():
        group = grouping.begin(ada, ["bob", User.objects.sign_up("cy", "x").name])
        says = [say(ada, "hello"), say(ada, "us", group.pk), say(ada, "you", "@bob")]
        say(bob, "hi").react(ada, "👍", True)
        say(ada, "note", "@ada")
        mine = Conversation.objects.create_room(ada, "mine", private=True)
        say(ada, "alone", mine.pk)
        return group, [each.conversation for each in says], mine

    group, places, mine = await sync_to_async(lives)()
    await see_off(ada, "stay")

    def see():
        assert {CALLED} == {name for p in places for name, _ in bodies(p, bob)} - {
            "bob"
        }
        assert Reaction.objects.filter(user=ada).count() == 1
        assert not group.has_member(ada)
        assert [each.kind for each in ada.conversations.all()] == ["direct"]
        assert not Conversation.objects.filter(pk=mine.pk).exists()
        assert not Message.objects.filter(body__in=["note", "alone"]).exists()

    await sync_to_async(see)()


async def test_words_go_as_if_their_author_had_deleted_each(ada, bob):
    def talk():
        own = [say(ada, f"{each}") for each in range(3)]
        kept = say(bob, "stays")
        kept.react(ada, "👍", True)
        kept.react(bob, "👍", True)
        say(ada, "you", "@bob")
        return own[0].conversation

    lobby = await sync_to_async(talk)()
    before = (await sync_to_async(history.page)(lobby.pk, bob)).messages[-1].changed
    await see_off(ada)

    def see():
        page = history.page(lobby.pk, bob)
        assert [each.body for each in page.messages if not each.deleted] == ["stays"]
        assert page.messages[-1].reactions == {"👍": ["bob"]}
        assert {each.sender for each in page.messages} == {CALLED, "bob"}
        lobby.refresh_from_db()
        changed = history.changes(lobby.pk, bob, before)
        assert (changed.upto, changed.more) == (lobby.head, False)
        assert lobby.head == before + 4  # one reaction, three messages
        assert not Message.objects.filter(author=ada, deleted=False).exists()

    await sync_to_async(see)()


@pytest.mark.parametrize(("allowed", "wish"), [("stay", "go"), ("go", "stay")])
def test_the_site_may_decide_it(ada, bob, settings, allowed, wish):
    settings.CHAT_DELETED_WORDS = allowed
    with pytest.raises(NotAllowed):
        leave(ada, wish)
    leave(ada, "")
    assert Departure.objects.get().words == allowed


async def test_who_is_killed_half_way_is_succeeded(ada, monkeypatch):
    for each in range(5):
        await sync_to_async(say)(ada, f"{each}")
    monkeypatch.setattr(parts.Words, "at_once", 2)
    take_away, killed = parts.take_away, []

    def kill(part, its, keys):
        take_away(part, its, keys)
        if isinstance(part, parts.Words):
            killed.append(keys)
            raise KeyboardInterrupt

    monkeypatch.setattr(clock, "take_away", kill)
    with pytest.raises(KeyboardInterrupt):
        await see_off(ada)
    said = Message.objects.filter(author=ada, deleted=False)
    assert len(killed) == 1
    assert await said.acount() == 3
    monkeypatch.setattr(clock, "take_away", take_away)
    await go_on()
    assert await said.acount() == 3  # another one may be at it
    past = timezone.now() - timedelta(seconds=1)
    await Departure.objects.aupdate(held_until=past)
    await go_on()
    assert await said.acount() == 0
    assert await sync_to_async(departing.open_departures)(timezone.now()) == []


async def test_nobody_waits_for_somebody_who_has_said_more(ada, bob, monkeypatch):
    monkeypatch.setattr(clock, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(parts.Words, "at_once", 1)
    for author, count in ((ada, 40), (bob, 1)):
        for each in range(count):
            await sync_to_async(say)(author, f"{each}")
        await sync_to_async(leave)(author, "go")
    keeping = asyncio.create_task(clock.keep(Process.here()))
    ended = Departure.objects.exclude(ended=None)
    while not await ended.acount():
        await asyncio.sleep(0.01)
    assert [each.person_id async for each in ended] == [bob.pk]
    keeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await keeping


# --- What is kept, and what is not ----------------------------------------------------


@pytest.mark.dear
async def test_no_table_is_forgotten():
    people = await sync_to_async(live_in)()
    for each in people:
        await User.objects.filter(pk=each.pk).aupdate(is_staff=False)
        await see_off(each)
    whose = parts.whose()
    assert parts.STAYS.keys() <= whose.keys()

    def left():
        numbers = [each.pk for each in people]
        return {
            name
            for name, rows in whose.items()
            if rows.model._base_manager.filter(
                **{f"{rows.field}__in": numbers}
            ).exists()
        }

    assert await sync_to_async(left)() <= parts.STAYS.keys()


def test_what_they_did_is_in_the_audit_log(ada):
    leave(ada, "go")
    kept = Record.objects.filter(event="account deleted")
    assert kept.values_list("who", "whom", "who_number")


async def test_an_owner_has_an_heir_and_offers_are_withdrawn(ada, bob):
    def own():
        room = Conversation.objects.create_room(ada, "dev")
        room.join(bob)
        return room

    room = await sync_to_async(own)()
    await see_off(ada)
    owner = await room.memberships.aget(role="owner")
    assert owner.user_id == bob.pk


# --- Who may --------------------------------------------------------------------------


def test_the_last_who_looks_after_the_site_stays(ada, bob):
    User.objects.filter(pk=ada.pk).update(is_staff=True, is_superuser=True)
    with pytest.raises(NotAllowed, match="last administrator"):
        leave(ada, "go")
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    with pytest.raises(NotAllowed, match="last administrator"):
        leave(ada, "go")
    User.objects.filter(pk=bob.pk).update(is_superuser=True)
    leave(ada, "go")
    with pytest.raises(NotAllowed, match="last administrator"):
        leave(bob, "go")


def test_it_is_confirmed_by_the_name_and_the_password(ada):
    for name, password in [("bob", "correct horse"), ("ada", "x"), ("ada", "")]:
        with pytest.raises(BadCredentials):
            confirm(ada, name, password, HERE, "key")
    confirm(ada, "Ada", "correct horse", HERE, "key")


async def test_a_guest_leaves_by_the_name(ada):
    gus = await sync_to_async(User.objects.admit_guest)("gus")
    token = gus.token()
    guest = await Person(gus).arrive()
    answer = await guest.say("delete_account", name="gus", words="go")
    assert answer["type"] == "account_deleted"
    with pytest.raises(BadCredentials):
        await sync_to_async(User.objects.returning_guest)(token)
    again = await sync_to_async(User.objects.admit_guest)("gus")
    assert again.pk != gus.pk

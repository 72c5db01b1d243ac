"""Invitations as their people hear of them."""

import pytest

from chat.concurrency.threads import write
from chat.models import Conversation
from chat.models.members.offer import Offer
from chat.models.people.ban import ban, lift
from tests.support.clients import PlainClient
from tests.support.people import Person, arrive, bring

pytestmark = pytest.mark.django_db(transaction=True)


async def room_of(person, name="den", **fields):
    made = await person.say("create", name=name, **{"private": True, **fields})
    return made["conversation"]["id"]


@pytest.mark.dear
async def test_who_is_invited_hears_so_on_all_connections_and_nothing_else():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    tablet = await Person(bob.user).arrive()
    den = await room_of(ada, topic="Code")
    answer = await ada.say("invite", conversation=den, name="BOB")
    assert (answer["type"], answer["conversation"], answer["name"]) == (
        "invited",
        den,
        "bob",
    )
    for connection in (bob, tablet):
        heard = await connection.hears("invited")
        assert heard["from"] == "ada"
        assert heard["conversation"] == {
            "id": den,
            "name": "#den",
            "key": "#den",
            "topic": "Code",
            "private": True,
        }
    await ada.post(den, "psst")
    assert await bob.hears_nothing("message", body="psst")
    assert await eve.hears_nothing("invited")
    assert (await bob.say("history", conversation=den))["code"] == (
        "no-such-conversation"
    )


@pytest.mark.dear
async def test_who_accepts_is_in_everywhere():
    ada, bob = await arrive("ada", "bob")
    tablet = await Person(bob.user).arrive()
    den = await room_of(ada)
    joined = await bring(ada, bob, den)
    assert joined["conversation"]["name"] == "#den"
    assert (await tablet.hears("joined"))["conversation"]["id"] == den
    assert await ada.hears("joined", conversation=den, **{"from": "bob"})
    await ada.post(den, "welcome")
    for connection in (bob, tablet):
        await connection.hears("message", body="welcome")


async def test_to_join_a_private_room_that_one_is_invited_to_is_to_accept():
    ada, bob = await arrive("ada", "bob")
    den = await room_of(ada)
    await ada.say("invite", conversation=den, name="bob")
    joined = await bob.say("join", room="#den")
    assert joined["conversation"]["id"] == den
    assert not await Offer.objects.aexists()


async def test_who_declines_hears_so_everywhere_and_who_has_invited_does_not():
    ada, bob = await arrive("ada", "bob")
    tablet = await Person(bob.user).arrive()
    den = await room_of(ada)
    await ada.say("invite", conversation=den, name="bob")
    answer = await bob.say("decline", conversation=den)
    assert (answer["type"], answer["conversation"]) == ("declined", den)
    assert await tablet.hears("declined", conversation=den)
    assert await ada.hears_nothing("declined")
    again = await ada.say("invite", conversation=den, name="bob")
    assert again["type"] == "invited"
    bob.heard.clear()
    assert await bob.hears_nothing("invited")


async def test_to_decline_what_is_not_there_says_nothing_about_it():
    ada, eve = await arrive("ada", "eve")
    den = await room_of(ada)
    for number in (den, 4711):
        assert (await eve.say("decline", conversation=number))["type"] == "declined"


async def test_a_welcome_has_what_waits_for_an_answer():
    ada, bob = await arrive("ada", "bob")
    den = await room_of(ada)
    await ada.say("invite", conversation=den, name="bob")
    tablet = await Person(bob.user).arrive()
    [waiting] = tablet.welcome["invitations"]
    assert (waiting["from"], waiting["conversation"]["name"]) == ("ada", "#den")
    assert den not in [each["id"] for each in tablet.welcome["conversations"]]
    await bob.say("decline", conversation=den)
    assert (await Person(bob.user).arrive()).welcome["invitations"] == []


async def test_a_room_that_is_gone_takes_its_invitations_along():
    ada, bob = await arrive("ada", "bob")
    den = await room_of(ada)
    await ada.say("invite", conversation=den, name="bob")
    await write((await Conversation.objects.aget(pk=den)).dissolve)
    assert await bob.hears("declined", conversation=den)
    assert (await bob.say("accept", conversation=den))["code"] == (
        "no-such-conversation"
    )


@pytest.mark.dear
async def test_who_is_shut_out_takes_their_invitations_along_at_once(doors):
    ada, bob, eve = await arrive("ada", "bob", "eve")
    cyd = await PlainClient.enter(doors["plain"], "cyd")
    den, tea = await room_of(eve), await room_of(ada, "tea")
    for name in ("bob", "cyd"):
        await eve.say("invite", conversation=den, name=name)
    await ada.say("invite", conversation=tea, name="bob")
    await cyd.hears("* eve invites you to #den")
    await write(ban, eve.user, ada.user, reason="spam")
    assert await bob.hears("declined", conversation=den)
    await cyd.hears("* The invitation to #den is gone.")
    assert await bob.hears_nothing("declined", conversation=tea)
    await write(lift, eve.user, ada.user)
    [waiting] = (await Person(bob.user).arrive()).welcome["invitations"]
    assert waiting["from"] == "ada"


@pytest.mark.dear
async def test_too_many_invitations_are_answered_by_when_to_go_on(settings):
    settings.CHAT_OFFERS_PER_DAY = 2
    ada, *others = await arrive("ada", "bob", "cyd", "dan")
    den = await room_of(ada)
    answers = [
        await ada.say("invite", conversation=den, name=each.user.name)
        for each in others
    ]
    assert [each["type"] for each in answers] == ["invited", "invited", "error"]
    assert answers[2]["code"] == "rate-limited"
    assert answers[2]["retry"] > 3600
    assert await others[2].hears_nothing("invited")


async def test_too_many_rooms_are_answered_by_a_code_of_their_own(settings):
    settings.CHAT_ROOMS_PER_PERSON = 1
    ada, bob = await arrive("ada", "bob")
    assert (await ada.say("create", name="den"))["code"] == "too-many"
    settings.CHAT_ROOMS_PER_PERSON = 2
    den = await room_of(ada)
    settings.CHAT_ROOMS_PER_PERSON = 1
    assert (await bring(ada, bob, den))["code"] == "too-many"
    assert await ada.hears_nothing("joined", conversation=den)


@pytest.mark.dear
async def test_at_the_plain_door_a_line_comes_and_words_answer_it(doors):
    [ada] = await arrive("ada")
    bob = await PlainClient.enter(doors["plain"], "bob")
    den, tea = await room_of(ada), await room_of(ada, "tea")
    for room in (den, tea):
        await ada.say("invite", conversation=room, name="bob")
    await bob.hears("* ada invites you to #den: /accept #den or /decline #den")
    await bob.write("/accept #den")
    await bob.hears("You are talking in #den now")
    await bob.write("hello")
    await ada.hears("message", conversation=den, body="hello")
    await bob.write("/decline #tea")
    await bob.hears("* The invitation to #tea is gone.")
    await bob.write("/invite ada")
    await bob.hears("! ada is in #den already.")

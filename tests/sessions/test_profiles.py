"""Whom there is, and what one may know of somebody, on the wire."""

import pytest
from asgiref.sync import sync_to_async

from chat.models import User
from chat.sessions.process import Process
from tests.support.people import Person, account, arrive

pytestmark = pytest.mark.django_db(transaction=True)


async def test_people_are_found_here_and_away_and_guests_while_they_are_here():
    await account("Béa")
    bob, _ = await arrive("bob", "ben")
    guest = await sync_to_async(User.objects.admit_guest)("bert")
    await Process.here().presence.renew()
    told = await bob.say("people", match="be")
    assert [each["name"] for each in told["people"]] == ["Béa", "ben"]
    assert not told["more"]
    assert (await bob.say("people", limit=1))["more"]
    assert guest.pk not in {each["id"] for each in told["people"]}


async def test_a_profile_says_who_is_here_and_since_when_others_are_not():
    ada, bob = await arrive("ada", "bob")
    await Process.here().presence.renew()
    told = await ada.say("profile", name="@BOB")
    assert (told["person"]["id"], told["here"]) == (bob.user.pk, True)
    assert told["doors"] == ["browser"]
    assert ("seen" in told, told["rooms"]) == (False, ["#lobby"])
    await account("eve")
    away = await ada.say("profile", name="eve")
    assert (away["here"], away["seen"] >= away["since"]) == (False, True)
    assert "doors" not in away
    assert (await ada.say("profile", author=ada.user.pk))["here"]
    assert (await ada.say("profile", name="nobody"))["code"] == "no-such-user"


async def test_by_which_doors_people_are_here_is_told_by_who_and_members_too():
    ada, bob = await arrive("ada", "bob")
    presence = Process.here().presence
    presence.arrive(bob.user.pk, "bob", "json/desktop")
    await presence.renew()
    page = await ada.say("who", limit=9)
    whose = dict(zip(page["users"], page["doors"], strict=True))
    assert whose == {"ada": ["browser"], "bob": ["browser", "json/desktop"]}
    lobby = ada.welcome["conversations"][0]["id"]
    told = await ada.say("members", conversation=lobby)
    assert {each["name"]: each["doors"] for each in told["members"]} == whose
    presence.depart(bob.user.pk, "json/desktop")


async def test_how_somebody_is_is_told_to_all_but_those_who_have_blocked_them():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    await eve.say("block", name="bob", on=True)
    told = await bob.say("status", text="🌴 Away")
    heard = await ada.hears("status")
    assert (
        heard["status"] == told["status"] == {"person": bob.user.pk, "text": "🌴 Away"}
    )
    assert await eve.hears_nothing("status")
    [seen] = (await ada.say("statuses"))["statuses"]
    assert seen == told["status"]
    assert (await eve.say("statuses"))["statuses"] == []


async def test_ones_other_connections_are_told_what_others_see_of_ones_clock():
    [ada] = await arrive("ada")
    assert ada.welcome["zone"] == ""
    await ada.say("zone", zone="Asia/Kolkata")
    assert (await ada.say("profile", name="ada"))["ahead"] == 330
    await ada.say("zone", on=False)
    again = await Person(ada.user).arrive()
    assert "zone" not in again.welcome

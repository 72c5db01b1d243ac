"""Roles, settings and putting out, at the JSON door: who hears what, and when."""

import pytest
from asgiref.sync import sync_to_async

from chat.models import User
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)


@sync_to_async
def make_staff(user):
    User.objects.filter(pk=user.pk).update(is_staff=True)


async def room_of(ada, *others):
    number = (await ada.say("create", name="dev"))["conversation"]["id"]
    for each in others:
        await each.say("join", room="#dev")
    return number


@pytest.mark.dear
async def test_each_verb_is_answered_and_told_with_its_number():
    ada, bob = await arrive("ada", "bob")
    room = await room_of(ada, bob)
    asked = [
        ("role", {"name": "bob", "role": "moderator"}),
        ("set", {"what": "name", "value": "web"}),
        ("set", {"what": "slow", "value": 5}),
        ("ban", {"name": "eve", "on": False}),
    ]
    await arrive("eve")
    answers = [await ada.say(t, conversation=room, **more) for t, more in asked]
    assert [(a["kind"], a["seq"]) for a in answers] == [
        *(("role", 1), ("name", 2), ("slow", 3), ("unbanned", 0)),
    ]
    heard = await bob.hears("happened", kind="name")
    assert (heard["value"], heard["before"], heard["seq"]) == ("#web", "#dev", 2)
    changes = await bob.say("changes", conversation=room, since=0)
    assert [each["seq"] for each in changes["events"]] == [1, 2, 3]
    seen = (await bob.say("join", room="#dev"))["conversation"]
    assert (seen["name"], seen["role"], seen["slow"]) == ("#web", "moderator", 5)


async def test_each_verb_is_refused_to_a_member():
    ada, bob = await arrive("ada", "bob")
    room = await room_of(ada, bob)
    for type, more in (
        ("role", {"name": "bob", "role": "owner"}),
        ("set", {"what": "slow", "value": 5}),
        ("kick", {"name": "ada"}),
        ("ban", {"name": "ada", "on": True}),
        ("bans", {}),
    ):
        answer = await bob.say(type, conversation=room, **more)
        assert (type, answer.get("code")) == (type, "not-allowed")


async def test_whoever_puts_somebody_out_hears_who_has_left():
    ada, bob = await arrive("ada", "bob")
    room = await room_of(ada, bob)
    await ada.say("kick", conversation=room, name="bob")
    assert (await ada.hears("left", conversation=room))["author"] == bob.user.pk


@pytest.mark.dear
async def test_whoever_is_kicked_hears_by_whom_and_then_nothing():
    ada, bob, cy = await arrive("ada", "bob", "cy")
    room = await room_of(ada, bob, cy)
    await ada.say("kick", conversation=room, name="bob", reason="loud")
    left = await bob.hears("left", conversation=room)
    assert (left["by"], left["reason"], left["author"]) == ("ada", "loud", bob.user.pk)
    assert (await cy.hears("happened", kind="kicked"))["whom"] == "bob"
    await ada.post(room, "he is out")
    assert await bob.hears_nothing("message", conversation=room)
    answer = await bob.say("join", room="#dev")
    assert (answer["code"], "loud" in answer["detail"]) == ("not-allowed", True)


@pytest.mark.dear
async def test_whoever_is_put_out_hears_nothing_though_nobody_could_be_told_of_it(
    monkeypatch,
):
    ada, bob, cy = await arrive("ada", "bob", "cy")
    room = await room_of(ada, bob, cy)
    await ada.post(room, "before")
    await bob.hears("message", body="before")
    with monkeypatch.context() as lost:
        lost.setattr("chat.delivery.announce._send", lambda messages: None)
        await ada.say("kick", conversation=room, name="bob")
    await ada.post(room, "after")
    await cy.hears("message", body="after")
    assert (await bob.hears("left", conversation=room))["author"] == bob.user.pk
    assert await bob.hears_nothing("message", conversation=room)


@pytest.mark.dear
async def test_an_owner_who_is_put_out_is_told_of_before_the_heir():
    [ada, bob, eva] = await arrive("ada", "bob", "eva")
    room = await room_of(ada, bob, eva)
    await make_staff(eva.user)
    await eva.say("kick", conversation=room, name="ada")
    told = [await bob.hears("happened") for _ in range(2)]
    assert [(e["seq"], e["kind"]) for e in told] == [(1, "kicked"), (2, "role")]
    assert (await eva.hears("happened", kind="role"))["seq"] == 2
    changes = await bob.say("changes", conversation=room, since=1)
    assert [event["seq"] for event in changes["events"]] == [2]


async def test_a_post_that_comes_too_soon_says_when():
    ada, bob = await arrive("ada", "bob")
    room = await room_of(ada, bob)
    await ada.say("set", conversation=room, what="slow", value=600)
    assert (await bob.post(room, "one"))["type"] == "posted"
    answer = await bob.post(room, "two")
    assert (answer["code"], answer["retry"] > 500) == ("rate-limited", True)


async def test_an_unlisted_room_is_in_nobodys_directory():
    ada, bob = await arrive("ada", "bob")
    room = await room_of(ada)
    await ada.say("set", conversation=room, what="unlisted", value=True)
    names = [each["name"] for each in (await bob.say("rooms"))["rooms"]]
    mine = [each["name"] for each in (await ada.say("rooms"))["rooms"]]
    assert (names, mine) == (["#lobby"], ["#dev", "#lobby"])
    assert (await bob.say("join", room="dev"))["type"] == "joined"

"""Groups and notes at the JSON door: who hears what, and when."""

import pytest

from tests.support.people import Person, arrive

pytestmark = pytest.mark.django_db(transaction=True)


async def group_of(ada, *names):
    return (await ada.say("group", names=list(names)))["conversation"]["id"]


async def test_all_of_them_are_told_that_it_has_begun_and_hear_what_is_said():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    group = await group_of(ada, "bob", "eve")
    joined = await bob.hears("joined")
    assert joined["from"] == "ada"
    assert [each["name"] for each in joined["conversation"]["people"]] == ["ada", "eve"]
    await ada.post(f"&{group}", "hello")
    for each in (bob, eve):
        assert (await each.hears("message", conversation=group))["body"] == "hello"
    await bob.post(group, "back")
    assert await ada.hears("message", body="back")


@pytest.mark.dear
async def test_an_outsider_hears_nothing_and_may_do_nothing_there():
    ada, *_, mia = await arrive("ada", "bob", "eve", "mia")
    group = await group_of(ada, "bob", "eve")
    await ada.post(group, "psst")
    assert await mia.hears_nothing("message", conversation=group)
    for type, more in (
        ("history", {}),
        ("changes", {"since": 0}),
        ("members", {}),
        ("leave", {}),
        ("react", {"seq": 1, "emoji": "👍", "on": True}),
        ("group", {"names": ["mia"]}),
    ):
        answer = await mia.say(type, conversation=group, **more)
        assert (type, answer.get("code")) == (type, "no-such-conversation")
    assert (await mia.post(group, "hi"))["code"] == "no-such-conversation"


@pytest.mark.dear
async def test_with_somebody_else_it_is_another_one_that_all_are_in():
    ada, bob, eve, mia = await arrive("ada", "bob", "eve", "mia")
    group = await group_of(ada, "bob", "eve")
    await ada.post(group, "psst")
    wider = await bob.say("group", names=["mia"], conversation=group)
    assert wider["conversation"]["id"] != group
    seen = (await mia.hears("joined"))["conversation"]
    assert (seen["head"], len(seen["people"])) == (0, 3)
    await mia.post(seen["id"], "hello all")
    assert await eve.hears("message", body="hello all")


@pytest.mark.dear
async def test_whoever_leaves_hears_nothing_more_and_the_others_hear_of_it():
    ada, bob, _ = await arrive("ada", "bob", "eve")
    group = await group_of(ada, "bob", "eve")
    assert (await bob.say("leave", conversation=group))["type"] == "left"
    assert (await ada.hears("left", conversation=group))["from"] == "bob"
    await ada.post(group, "he has left")
    assert await bob.hears_nothing("message", conversation=group)


@pytest.mark.dear
async def test_whoever_comes_in_is_shown_it_with_the_others_names():
    ada, _, _ = await arrive("ada", "bob", "eve")
    await group_of(ada, "eve", "bob")
    again = await Person(ada.user).arrive()
    [seen] = [it for it in again.welcome["conversations"] if it["kind"] == "group"]
    assert [each["name"] for each in seen["people"]] == ["bob", "eve"]


async def test_notes_come_to_ones_own_connections_once_and_to_nobody_else():
    ada, bob = await arrive("ada", "bob")
    phone = await Person(ada.user).arrive()
    notes = (await ada.say("group", names=[]))["conversation"]
    assert (notes["name"], notes["person"]) == ("@ada", ada.user.pk)
    await ada.post("@ada", "milk")
    assert await phone.hears("message", body="milk")
    assert await phone.hears_nothing("message", body="milk")
    assert await bob.hears_nothing("message", conversation=notes["id"])


async def test_a_hidden_one_comes_back_by_its_people():
    ada, _ = await arrive("ada", "bob")
    direct = (await ada.say("group", names=["bob"]))["conversation"]["id"]
    await ada.say("hide", conversation=direct)
    assert (await ada.say("group", names=["bob"]))["conversation"]["id"] == direct

"""A new name, told in the moment it is given."""

import pytest
from asgiref.sync import sync_to_async

from chat.models import User
from chat.sessions import ticker
from chat.sessions.process import Process
from tests.support.people import Person, arrive

pytestmark = pytest.mark.django_db(transaction=True)
CHANGED = {"online": ["rob"], "offline": ["bob"]}


async def rename(person, name):
    await Process.here().presence.renew()  # everybody knows who is here
    person = await User.objects.aget(pk=person.user.pk)
    await sync_to_async(person.rename)(name)


async def test_a_new_name_is_told_to_all_and_said_by_its_own_connections():
    ada, bob = await arrive("ada", "bob")
    number = bob.user.pk
    await rename(bob, "rob")
    for each in (ada, bob):
        told = await each.hears("renamed")
        assert (told["person"]["id"], told["person"]["name"]) == (number, "rob")
        assert (told["former"], told["gone"]) == ("bob", False)
        presence = await each.hears("presence", **CHANGED)
        assert (presence["came"], presence["went"]) == ([number], [number])
    await bob.post("#lobby", "hello")
    await ada.hears("message", author=number, **{"from": "rob"})
    who = await ada.say("who")
    assert (who["users"], who["numbers"]) == (["ada", "rob"], [ada.user.pk, number])


async def test_whoever_comes_back_meanwhile_has_the_new_name():
    ada, bob = await arrive("ada", "bob")
    await bob.go()
    await rename(bob, "rob")
    again = await Person(bob.user).arrive()
    assert (again.welcome["you"]["name"], *again.welcome["online"]) == (
        *("rob", "ada", "rob"),
    )
    await ada.hears("presence", **CHANGED)
    assert (await Process.here().presence.online()).names[bob.user.pk] == "rob"


async def test_the_open_talk_goes_on_under_the_new_name():
    ada, bob = await arrive("ada", "bob")
    talk = (await ada.post("@bob", "hello"))["conversation"]
    await rename(bob, "rob")
    assert (await ada.post("@bob", "old"))["conversation"] == talk
    assert (await ada.post("@rob", "new"))["conversation"] == talk
    late = await Person(ada.user).arrive()
    [direct] = [c for c in late.welcome["conversations"] if c["kind"] == "direct"]
    assert (direct["name"], direct["person"]) == ("@rob", bob.user.pk)


async def test_who_was_not_told_is_right_when_the_heads_are_told():
    ada, bob = await arrive("ada", "bob")
    await Process.here().presence.renew()
    rows = User.objects.filter(pk=bob.user.pk)
    await rows.aupdate(name="rob", key="rob")
    await ticker.tell_heads(Process.here(), Process.here().sessions)
    await ada.hears("presence", **CHANGED)
    await bob.post("#lobby", "hello")
    await ada.hears("message", **{"from": "rob"})


async def test_that_a_guest_has_gone_is_told_to_whom_they_wrote():
    ada, eve = await arrive("ada", "eve")
    pat = await sync_to_async(User.objects.admit_guest)("pat", may_return=False)
    guest = await Person(pat).arrive()
    talk = (await guest.post("@ada", "hello"))["conversation"]
    await guest.go()
    told = await ada.hears("renamed", former="pat", gone=True)
    assert told["person"]["name"] == f"pat~{pat.pk}"
    assert await eve.hears_nothing("renamed")
    assert (await ada.post(talk, "the code is 1234"))["code"] == "not-allowed"


async def test_who_takes_another_name_is_told_so_as_everybody_is():
    ada, bob = await arrive("ada", "bob")
    answer = await bob.say("rename", name="rob")
    assert (answer["type"], answer["person"]["name"]) == ("renamed", "rob")
    assert (await ada.hears("renamed", former="bob"))["person"]["id"] == bob.user.pk
    assert (await bob.say("rename", name="ada"))["code"] == "name-taken"
    await bob.post("#lobby", "hello")
    await ada.hears("message", **{"from": "rob"})
    again = await Person(bob.user).arrive()
    assert again.welcome["you"]["name"] == "rob"

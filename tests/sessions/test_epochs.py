"""A log that is another one than a client remembers: it is told so, and goes on."""

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction

from chat.models import Conversation, Membership, Message, epochs
from chat.sessions.process import Process
from chat.sessions.ticker import tell_heads
from tests.support.clients import PlainClient
from tests.support.people import Person, arrive, eventually

pytestmark = pytest.mark.django_db(transaction=True)


@sync_to_async
def put_back(head):
    """As a copy is that was made when the lobby's log ended there."""
    Message.objects.filter(seq__gt=head).delete()
    Membership.objects.filter(read__gt=head).update(read=head)
    Conversation.objects.filter(head__gt=head).update(head=head)


@sync_to_async
def renew():
    with transaction.atomic():
        epochs.renew()


@sync_to_async
def read_by(person):
    return Membership.objects.get(user=person.user).read


async def lobby_of(person):
    """The person, come again, and what is told of the lobby."""
    again = await Person(person.user).arrive()
    return again, again.welcome["conversations"][0]


async def test_whoever_is_ahead_or_of_another_epoch_is_told_so_by_changes():
    [ada] = await arrive("ada")
    for body in ("one", "two", "three"):
        await ada.post("#lobby", body)
    await put_back(1)
    await renew()
    again, lobby = await lobby_of(ada)
    place = {"conversation": lobby["id"]}
    for known in ({"since": 3}, {"since": 0, "epoch": 0}, {"since": 1, "epoch": 0}):
        page = await again.say("changes", **place, **known)
        facts = page["reset"], page["upto"], page["messages"], page["more"]
        assert facts == (True, 1, [], False)
        assert page["epoch"] == lobby["epoch"]
    page = await again.say("changes", **place, since=0, epoch=lobby["epoch"])
    assert ("reset" in page, len(page["messages"])) == (False, 1)
    history = await again.say("history", **place)
    assert history["epoch"] == lobby["epoch"]


async def test_heads_say_the_epochs_of_logs_that_were_restored():
    [ada] = await arrive("ada")
    await tell_heads(Process.here(), Process.here().sessions)
    assert (await ada.hears("heads"))["epochs"] == {}
    await renew()
    _, lobby = await lobby_of(ada)
    await tell_heads(Process.here(), Process.here().sessions)
    told = {f"{lobby['id']}": lobby["epoch"]}
    assert (await ada.hears("heads"))["epochs"] == told


async def test_numbers_of_another_epoch_change_nothing():
    ada, bob = await arrive("ada", "bob")
    await bob.post("#lobby", "one")
    mine = await ada.post("#lobby", "two")
    await renew()
    place = {"conversation": mine["conversation"], "seq": mine["seq"]}
    for what in ({"type": "edit", "body": "else"}, {"type": "delete"}):
        refused = await ada.say(**what, **place, epoch=0)
        assert refused["code"] == "no-such-conversation"
    await bob.tell("read", **place, epoch=0)
    await bob.say("ping")
    assert await read_by(bob) == 0
    _, lobby = await lobby_of(bob)
    await bob.tell("read", **place, epoch=lobby["epoch"])
    await bob.say("ping")
    assert await read_by(bob) == mine["seq"]


async def test_at_the_plain_door_what_is_said_next_is_heard_all_the_same(doors):
    """A copy can take the place of a database under a server that goes on."""
    [bob] = await arrive("bob")
    ada = await PlainClient.enter(doors["plain"], "ada")
    for body in ("one", "two", "three"):
        lobby = (await bob.post("#lobby", body))["conversation"]
    await ada.hears("three")
    await put_back(1)
    await tell_heads(Process.here(), Process.here().sessions)
    [session] = [each for each in Process.here().sessions if not each.keeps_log]

    async def knows():
        return session._backfill.told(lobby) == 1

    await eventually(knows)
    await bob.post("#lobby", "anew")
    await tell_heads(Process.here(), Process.here().sessions)
    assert await ada.hears("anew") == "bob: anew"

"""The panel's rooms, and who is in them."""

from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse

from chat.models import Conversation, Membership, Message, post
from tests.support.people import arrive, bring
from tests.web.admin.cast import LISTS, act, listed, page_of, said, sign_up, the_owner


@pytest.fixture
def directs(db):
    """What two people have between themselves, as the panel could name it."""
    ada = sign_up("ada")
    sign_up("bob")
    message = post(ada, "@bob", "between us", uuid4())
    talk = message.conversation
    return message, talk, talk.memberships.get(user=ada)


@pytest.mark.dear
def test_direct_conversations_are_nowhere_in_the_panel(owner, directs):
    pages = [owner.get(listed(model)) for model in LISTS[1:]]
    message, talk, membership = directs
    queries = [{"q": "between"}, {"room": talk.pk}, {"conversation": talk.pk}]
    pages += [owner.get(listed("message"), query, follow=True) for query in queries]
    pages += [owner.get(page_of(row), follow=True) for row in directs]
    history = reverse("admin:chat_message_history", args=[message.pk])
    pages.append(owner.get(history, follow=True))
    for page in pages:
        assert "between us" not in page.content.decode()
        assert str(talk) not in page.content.decode()
    act(owner, "remove", message)
    act(owner, "expel", membership)
    message.refresh_from_db()
    assert not message.deleted
    assert talk.memberships.count() == 2


@pytest.mark.django_db(transaction=True)
async def test_a_topic_reaches_the_screens_of_a_room_the_owner_is_not_in():
    [ada] = await arrive("ada")
    number = (await ada.say("create", name="dev"))["conversation"]["id"]
    room = await Conversation.objects.aget(pk=number)
    client = await sync_to_async(the_owner)()
    await sync_to_async(client.post)(page_of(room), {"topic": "No  spam"})
    event = await ada.hears("topic", conversation=number)
    assert (event["topic"], event["from"], event["seq"]) == ("No spam", "owner", 1)


def test_nothing_but_the_topic_of_a_room_is_changed(owner):
    room = Conversation.objects.create_room(sign_up("ada"), "dev", private=True)
    form = {"topic": "", "name": "a b c", "private": "", "kind": "direct"}
    assert owner.post(page_of(room), form).status_code == 302
    room.refresh_from_db()
    assert (room.name, room.private, room.is_room) == ("dev", True, True)


def test_a_topic_is_as_long_as_a_topic_may_be(owner):
    response = owner.post(page_of(Conversation.objects.lobby()), {"topic": "x" * 201})
    assert response.context["errors"]


@pytest.mark.dear
@pytest.mark.django_db(transaction=True)
async def test_who_is_taken_out_of_a_room_hears_so_and_nothing_more():
    ada, bob = await arrive("ada", "bob")
    number = (await ada.say("create", name="dev", private=True))["conversation"]["id"]
    await bring(ada, bob, number)
    membership = await Membership.objects.aget(conversation=number, user=bob.user)
    client = await sync_to_async(the_owner)()
    await sync_to_async(act)(client, "expel", membership)
    for person in (ada, bob):
        await person.hears("left", conversation=number, **{"from": "bob"})
    await ada.post(number, "gone")
    assert await bob.hears_nothing("message", body="gone")
    assert (await bob.post(number, "hello"))["code"] == "no-such-conversation"


def test_nobody_is_taken_out_of_the_lobby(owner):
    membership = sign_up("ada").memberships.get()
    assert said(act(owner, "expel", membership)) == [
        "ada in #lobby: Everybody is in the lobby."
    ]
    assert Membership.objects.filter(pk=membership.pk).exists()


@pytest.mark.dear
@pytest.mark.django_db(transaction=True)
async def test_a_room_that_is_dissolved_leaves_every_screen():
    ada, bob = await arrive("ada", "bob")
    number = (await ada.say("create", name="dev"))["conversation"]["id"]
    await bob.say("join", room="#dev")
    await ada.post(number, "hello")
    client = await sync_to_async(the_owner)()
    path = reverse("admin:chat_conversation_delete", args=[number])
    page = await sync_to_async(client.get)(path)
    assert "hello" not in page.content.decode()
    await sync_to_async(client.post)(path, {"post": "yes"})
    for person in (ada, bob):
        await person.hears("left", conversation=number, **{"from": person.user.name})
        assert (await person.post(number, "x"))["code"] == "no-such-conversation"
    assert not await Message.objects.aexists()


def test_the_lobby_stays(owner):
    lobby = Conversation.objects.lobby()
    path = reverse("admin:chat_conversation_delete", args=[lobby.pk])
    assert owner.post(path, {"post": "yes"}).status_code == 403
    assert Conversation.objects.filter(pk=lobby.pk).exists()

"""Pins: what everybody in a conversation has at hand."""

from uuid import uuid4

import pytest

from chat.models import Conversation, User, post
from chat.models.messages import history, pinning
from chat.models.messages.pin import Pin
from chat.models.people import quiet
from chat.wire.errors import Muted, NotAllowed, TooMany
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


@pytest.fixture
def message(ada):
    return post(ada, "#lobby", "read this first", uuid4())


def pinned(message, reader):
    return [each.seq for each in pinning.pins_in(message.conversation_id, reader).pins]


def test_a_pin_takes_a_number_and_is_on_the_message(ada, bob, message):
    event = pinning.pin(message, bob, on=True)
    assert (event.seq, event.target, event.sender) == (2, message.seq, "bob")
    [read] = history.page(message.conversation_id, ada).messages
    assert (read.pinned, read.changed) == (True, 2)
    [its] = pinning.pins_in(message.conversation_id, ada).pins
    assert (its.by, its.sender, its.body) == ("bob", "ada", "read this first")


def test_what_is_so_already_takes_no_number(ada, message):
    assert pinning.pin(message, ada, on=False).seq == 0
    assert pinning.pin(message, ada, on=True).seq == 2
    assert pinning.pin(message, ada, on=True).seq == 0
    assert pinning.pin(message, ada, on=False).seq == 3
    assert pinned(message, ada) == []


def test_a_deletion_unpins(ada, message):
    pinning.pin(message, ada, on=True)
    message.delete_by(ada)
    assert not Pin.objects.exists()
    with pytest.raises(NotAllowed):
        pinning.pin(message, ada, on=True)


def test_what_the_version_before_deletes_is_not_listed(ada, message):
    pinning.pin(message, ada, on=True)
    type(message).objects.update(body="", html="", deleted=True)
    assert pinned(message, ada) == []


def test_only_so_many_can_be_pinned(ada, message, monkeypatch):
    monkeypatch.setattr(pinning, "PINS_MOST", 1)
    other = post(ada, "#lobby", "and this", uuid4())
    pinning.pin(message, ada, on=True)
    with pytest.raises(TooMany):
        pinning.pin(other, ada, on=True)
    assert Conversation.objects.lobby().head == 3


def test_who_may_not_write_may_not_pin(ada, bob):
    said = post(ada, "@bob", "between us", uuid4())
    quiet.block(bob, "ada", None, on=True)
    with pytest.raises(NotAllowed):
        pinning.pin(said, bob, on=True)
    User.objects.filter(pk=ada.pk).update(muted=True)
    with pytest.raises(Muted):
        pinning.pin(said, ada, on=True)


async def test_everybody_there_hears_it():
    ada, bob = await arrive("ada", "bob")
    lobby = ada.welcome["conversations"][0]["id"]
    seq = (await ada.post(lobby, "read this"))["seq"]
    answer = await bob.say("pin", conversation=lobby, seq=seq, on=True)
    heard = await ada.hears("pinned", target=seq, on=True)
    assert {**answer, "ref": None} == {**heard, "ref": None}
    changes = await ada.say("changes", conversation=lobby, since=seq)
    assert [each["pinned"] for each in changes["messages"]] == [True]

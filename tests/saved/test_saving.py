"""What somebody has saved: theirs alone, wherever it was said."""

from uuid import uuid4

import pytest

from chat.models import Conversation, User, post
from chat.saved import saving
from chat.wire.errors import NotAllowed, NotAMember, TooMany
from tests.support.people import Person, arrive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    return User.objects.sign_up("ada", "correct horse")


@pytest.fixture
def bob():
    return User.objects.sign_up("bob", "correct horse")


@pytest.fixture
def dev(ada, bob):
    room = Conversation.objects.create_room(ada, "dev")
    room.join(bob)
    return room


def save(user, message):
    return saving.save(user, message.conversation_id, message.seq, None)


def listed(user, before=None, limit=50):
    return saving.saved_by(user, before=before, limit=limit)


def test_the_last_saved_comes_first_of_all_conversations(ada, bob, dev):
    for place in ("#lobby", "#dev", "@bob"):
        save(ada, post(ada, place, f"in {place}", uuid4()))
    first = listed(ada, limit=2)
    assert [each.body for each in first.saved] == ["in @bob", "in #dev"]
    rest = listed(ada, before=first.saved[-1].number)
    assert [each.body for each in rest.saved] == ["in #lobby"]
    assert (first.more, rest.more, listed(bob).saved) == (True, False, [])


def test_what_is_deleted_or_left_is_shown_as_gone_and_can_be_taken_off(ada, bob, dev):
    gone, left = post(ada, "#lobby", "one", uuid4()), post(ada, "#dev", "two", uuid4())
    save(bob, gone), save(bob, left)
    gone.delete_by(ada)
    dev.leave(bob)
    found = listed(bob).saved
    assert [(each.gone, each.body) for each in found] == [(True, saving.UNSET)] * 2
    saving.let_go(bob, dev.pk, left.seq)
    assert [each.conversation for each in listed(bob).saved] == [gone.conversation_id]


def test_only_what_one_may_read_can_be_saved(ada, bob, dev):
    said = post(ada, "#dev", "two", uuid4())
    dev.leave(bob)
    with pytest.raises(NotAMember):
        save(bob, said)
    said.delete_by(ada)
    with pytest.raises(NotAllowed):
        save(ada, said)


def test_a_thousand_are_enough(ada, monkeypatch):
    monkeypatch.setattr(saving, "SAVED_MOST", 1)
    one, two = (post(ada, "#lobby", body, uuid4()) for body in ("one", "two"))
    save(ada, one), save(ada, one)
    with pytest.raises(TooMany):
        save(ada, two)


async def test_ones_other_connections_hear_it_and_nobody_else():
    ada, bob = await arrive("ada", "bob")
    again = await Person(ada.user).arrive()
    lobby = ada.welcome["conversations"][0]["id"]
    seq = (await bob.post(lobby, "remember"))["seq"]
    answer = await ada.say("save", conversation=lobby, seq=seq, on=True)
    assert answer["type"] == "bookmarked"
    await again.hears("bookmarked", conversation=lobby, target=seq, on=True)
    [saved] = (await again.say("saved"))["saved"]
    assert (saved["from"], saved["body"]) == ("bob", "remember")
    await ada.say("save", conversation=lobby, seq=seq, on=False)
    await again.hears("bookmarked", on=False)
    await bob.hears_nothing("bookmarked")

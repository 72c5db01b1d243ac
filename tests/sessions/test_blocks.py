"""Who is blocked does not reach, and sees no difference; what is hidden comes back."""

import asyncio

import pytest

from chat.models import User, quiet
from chat.models.blocks import Block
from chat.sessions import ticker
from chat.sessions.process import Process
from tests.support.people import Person, account, arrive

pytestmark = pytest.mark.django_db(transaction=True)


async def block(person, name, on=True):
    return await person.say("block", name=name, on=on)


async def test_a_word_of_somebody_blocked_is_stored_and_not_heard():
    ada, bob = await arrive("ada", "bob")
    first = await bob.post("@ada", "hello")
    await ada.hears("message", body="hello")
    answer = await block(ada, "BOB")
    assert (answer["name"], answer["author"]) == ("bob", bob.user.pk)
    assert answer["conversation"] == first["conversation"]
    assert (await bob.post("@ada", "psst"))["seq"] == 2
    assert await ada.hears_nothing("message", body="psst")
    direct = {"conversation": first["conversation"]}
    history = await bob.say("history", **direct)
    assert [each["body"] for each in history["messages"]] == ["hello", "psst"]

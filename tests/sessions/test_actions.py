"""What somebody does (``/me waves``) is an action on the wire, at every door."""

from uuid import uuid4

import pytest

from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)


async def act(person, body, id=None):
    id = id or uuid4()
    return await person.say("post", to="#lobby", body=body, id=id, action=True)


async def test_an_action_is_told_and_kept_as_one():
    ada, bob = await arrive("ada", "bob")
    lobby = (await act(ada, "waves _a lot_"))["conversation"]
    told = await bob.hears("message")
    assert (told["body"], told["action"]) == ("waves _a lot_", True)
    assert told["html"] == "<p>waves <em>a lot</em></p>"
    [kept] = (await bob.say("history", conversation=lobby))["messages"]
    [changed] = (await bob.say("changes", conversation=lobby, since=0))["messages"]
    assert kept["action"] is changed["action"] is True


async def test_an_action_that_is_edited_stays_one():
    ada, bob = await arrive("ada", "bob")
    where = await act(ada, "waves")
    place = {key: where[key] for key in ("conversation", "seq")}
    await ada.say("edit", body="goes", **place)
    assert (await bob.hears("edited"))["action"] is True
    [kept] = (await bob.say("history", conversation=place["conversation"]))["messages"]
    assert (kept["body"], kept["action"]) == ("goes", True)


async def test_what_is_no_action_does_not_say_so():
    ada, bob = await arrive("ada", "bob")
    posted = await ada.post("#lobby", "hello")
    told = await bob.hears("message")
    page = await bob.say("history", conversation=posted["conversation"])
    assert "action" not in told
    assert "action" not in page["messages"][0]


async def test_the_same_words_as_an_action_are_another_message():
    [ada] = await arrive("ada")
    id = uuid4()
    await ada.post("#lobby", "waves", id)
    assert (await act(ada, "waves", id))["code"] == "id-reused"


@pytest.mark.parametrize("body", ["\u200b", "\u2800 \u3164", "\u00ad\ufe0f"])
async def test_nothing_that_can_be_seen_is_neither_said_nor_put_in(body):
    [ada] = await arrive("ada")
    posted = await ada.post("#lobby", "hello")
    where = {key: posted[key] for key in ("conversation", "seq")}
    assert (await ada.post("#lobby", body))["code"] == "malformed"
    assert (await ada.say("edit", body=body, **where))["code"] == "malformed"

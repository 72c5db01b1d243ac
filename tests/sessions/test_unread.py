"""What is not read, what of it calls, and who has read what, at the JSON door."""

import pytest

from chat.models.members import sidebar
from chat.sessions import seeing
from tests.support.people import Person, account, arrive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(seeing, "GATHER_SECONDS", 0.05)


async def test_a_level_is_kept_and_told_to_ones_other_connections():
    ada, bob = await arrive("ada", "bob")
    tablet = await Person(ada.user).arrive()
    lobby = ada.welcome["conversations"][0]
    assert (lobby["level"], "hidden" in lobby) == ("all", False)
    assert _level(await ada.say("level", conversation=1, level="loud")) == "malformed"
    for level in ("mentions", "nothing"):
        told = await ada.say("level", conversation=lobby["id"], level=level)
        assert _level(told) == (level, False)
        assert _level(await tablet.hears("level")) == (level, False)
    assert await bob.hears_nothing("level")
    later = await Person(ada.user).arrive()
    assert later.welcome["conversations"][0]["level"] == "nothing"


@pytest.mark.parametrize(
    ("hide", "back"),
    [("hide", {"hidden": False}), ("level", {"hidden": False, "level": "all"})],
)
async def test_a_room_that_is_hidden_is_heard_and_can_be_taken_back(hide, back):
    ada, bob = await arrive("ada", "bob")
    tablet = await Person(ada.user).arrive()
    lobby = ada.welcome["conversations"][0]["id"]
    how = {} if hide == "hide" else {"hidden": True}
    assert _level(await ada.say(hide, conversation=lobby, **how)) == ("all", True)
    assert _level(await tablet.hears("level")) == ("all", True)
    assert (await Person(ada.user).arrive()).welcome["conversations"][0]["hidden"]
    await bob.post("#lobby", "still heard")
    await ada.hears("message", body="still heard")
    assert _level(await ada.say("level", conversation=lobby, **back)) == ("all", False)


async def test_a_level_is_only_of_what_one_is_in_and_a_talk_is_hidden_otherwise():
    ada, bob, eve = await arrive("ada", "bob", "eve")
    talk = (await ada.post("@bob", "psst"))["conversation"]
    told = await bob.say("level", conversation=talk, level="nothing")
    assert _level(told) == ("nothing", False)
    refused = await bob.say("level", conversation=talk, hidden=True)
    assert refused["code"] == "not-allowed"
    refused = await eve.say("level", conversation=talk, level="all")
    assert refused["code"] == "no-such-conversation"


async def test_what_is_marked_unread_is_so_on_all_of_ones_connections():
    ada, bob = await arrive("ada", "bob")
    tablet = await Person(ada.user).arrive()
    said = [await bob.post("#lobby", text) for text in ("one", "two", "three")]
    lobby, seqs = said[0]["conversation"], [each["seq"] for each in said]
    await ada.tell("read", conversation=lobby, seq=seqs[-1])
    told = await ada.say("unread", conversation=lobby, seq=seqs[1])
    assert _unread(told) == (seqs[0], 2)
    assert _unread(await tablet.hears("unread")) == (seqs[0], 2)
    # What is unread before it stays so.
    assert _unread(await ada.say("unread", conversation=lobby, seq=seqs[2])) == (
        seqs[0],
        2,
    )
    await ada.tell("read", conversation=lobby, seq=seqs[-1])
    await ada.post("#lobby", "mine")
    assert _unread(await ada.say("unread", conversation=lobby)) == (seqs[1], 1)


async def test_what_is_not_there_is_not_marked_unread():
    ada, bob = await arrive("ada", "bob")
    talk = (await ada.post("@bob", "psst"))["conversation"]
    refused = await ada.say("unread", conversation=talk)
    assert refused["code"] == "no-such-conversation"  # nobody else has said anything
    for wrong in ({"seq": 9}, {"seq": 1, "epoch": 7}):
        refused = await bob.say("unread", conversation=talk, **wrong)
        assert refused["detail"] == "There is no such message."
    assert (await bob.say("unread", conversation=talk, seq=0))["code"] == "malformed"
    # Not oneself: what one has said is nothing unread.
    assert _unread(await ada.say("unread", conversation=talk, seq=1)) == (0, 0)


async def test_beyond_what_the_list_counts_it_is_counted_on_demand(monkeypatch):
    monkeypatch.setattr(sidebar, "UNREAD_MOST", 2)
    ada, bob = await arrive("ada", "bob")
    talk = (await ada.post("@bob", "1"))["conversation"]
    for number in (2, 3):
        await ada.post(talk, f"{number}")
    seen = (await bob.say("conversations"))["conversations"][-1]
    assert seen["unread"] == 2
    counted = await bob.say("count", conversation=talk)
    assert (counted["unread"], counted["read"], counted["head"]) == (3, 0, 3)
    assert (await ada.say("count", conversation=talk))["unread"] == 0


@pytest.mark.dear
async def test_who_has_read_is_known_to_those_who_show_it_themselves():
    ada, bob, cyd = await arrive("ada", "bob", "cyd")
    said = await ada.post("#lobby", "read me")
    where = {"conversation": said["conversation"], "seq": said["seq"]}
    for each in (ada, bob, cyd):
        await each.tell("read", **where)
    assert (await cyd.say("receipts", on=False))["on"] is False
    assert await _readers(ada, **where) == ["bob"]
    assert await _readers(ada, conversation=where["conversation"]) == ["bob"]
    assert await _readers(cyd, **where) == "not-allowed"
    later = await ada.post("#lobby", "and me")
    assert await _readers(ada, conversation=where["conversation"]) == []
    assert await _readers(ada, **{**where, "seq": later["seq"] + 1}) == (
        "no-such-conversation"
    )
    assert (await Person(cyd.user).arrive()).welcome["receipts"] is False


@pytest.mark.dear
async def test_nobody_asks_who_has_read_among_more_than_fifty():
    [ada] = await arrive("ada")
    said = await ada.post("#lobby", "hello")
    for number in range(50):
        await account(f"reader{number}")
    assert await _readers(ada, conversation=said["conversation"]) == "not-allowed"
    await ada.tell("read", conversation=said["conversation"], seq=said["seq"])
    assert await ada.hears_nothing("seen")


async def test_who_reads_on_is_told_to_those_who_show_it():
    ada, bob, cyd = await arrive("ada", "bob", "cyd")
    await cyd.say("receipts", on=False)
    tablet = await Person(cyd.user).arrive()
    for text in ("one", "two"):
        said = await ada.post("#lobby", text)
        for each in (bob, cyd):
            where = {"conversation": said["conversation"], "seq": said["seq"]}
            await each.tell("read", **where)
    await ada.hears("seen", read={f"{bob.user.pk}": said["seq"]})
    await bob.hears("seen", read={f"{bob.user.pk}": said["seq"]})
    for each in (cyd, tablet):
        assert await each.hears_nothing("seen")


@pytest.mark.dear
async def test_what_was_said_in_a_room_that_one_has_left_is_nobodys_to_mark():
    ada, bob = await arrive("ada", "bob")
    room = (await ada.say("create", name="dev", private=True))["conversation"]["id"]
    await ada.say("invite", conversation=room, name="bob")
    await bob.say("accept", conversation=room)
    await ada.post(room, "hello")
    await bob.say("leave", conversation=room)
    for command in ("unread", "count", "readers", "level"):
        refused = await bob.say(command, conversation=room)
        assert refused["code"] == "no-such-conversation"


# --- Steps ----------------------------------------------------------------------------


def _level(told):
    return told.get("code") or (told["level"], told["hidden"])


def _unread(told):
    seen = told["conversation"]
    return seen["read"], seen["unread"]


async def _readers(person, **where):
    answer = await person.say("readers", **where)
    if answer["type"] == "error":
        return answer["code"]
    return [each["name"] for each in answer["people"]]

"""Each verb about a message, once allowed and once refused, by door."""

from collections import namedtuple

import pytest

from chat.models.permissions import RULES
from tests.support.clients import JsonClient, PlainClient
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)

ARCHIVED = "This room is archived: it can be read, and no more."
# Bob has said the first and the last, Ada, whose room it is, the others.
SAID = (
    ("bob", "tea"),
    ("ada", "milk"),
    ("ada", "Lunch?|Pizza|Soup"),
    ("bob", "Dinner?|Pizza|Soup"),
)
# What is typed, what that is on the wire, and what is read then.
Row = namedtuple("Row", "verb who line command said")


def row(verb, who, line, said, type, seq, **more):
    return Row(verb, who, line, {"type": type, "seq": seq, **more}, said)


def edit(seq, said):
    line = f"/edit {seq} cocoa"
    return row("edit one's own", "bob", line, said, "edit", seq, body="cocoa")


def about(verb, who, type, seq, said, **more):
    return row(verb, who, f"/{type} {seq}", said, type, seq, **more)


def react(said):
    return row("react", "bob", "/react 2 👍", said, "react", 2, emoji="👍", on=True)


def vote(said):
    return row("vote", "bob", "/vote 3 2", said, "vote", 3, options=[2])


def close(verb, who, seq, said):
    return row(verb, who, f"/poll close {seq}", said, "close_poll", seq)


OWN, OTHERS = "read one's own versions", "read others' versions"
REFUSED = (
    edit(2, "You can only edit your own messages."),
    about("delete what others said", "bob", "delete", 2, "delete your own messages"),
    about(OTHERS, "bob", "versions", 2, "is for its author to read."),
    close("close another's poll", "bob", 3, "A poll is closed by whoever has asked."),
    about("save", "bob", "save", 99, "There is no such message", on=True),
)
REFUSED_IN_THE_ARCHIVE = (
    edit(1, ARCHIVED),
    about("delete one's own", "bob", "delete", 1, ARCHIVED),
    react(ARCHIVED),
    vote(ARCHIVED),
    about("pin", "bob", "pin", 2, ARCHIVED, on=True),
    close("close one's own poll", "bob", 4, ARCHIVED),
)
ALLOWED = (
    edit(1, "cocoa"),
    about(OWN, "bob", "versions", 1, "tea"),
    react("bob reacted 👍"),
    vote("You have chosen of poll 3: Soup"),
    about("pin", "bob", "pin", 2, "bob pinned message 2", on=True),
    about("save", "bob", "save", 2, "You have saved message 2", on=True),
    close("close one's own poll", "bob", 4, "Poll 4 is closed"),
    close("close another's poll", "ada", 3, "Poll 3 is closed"),
    about("delete one's own", "bob", "delete", 1, "bob deleted a message"),
    about(OTHERS, "ada", "versions", 1, "It was deleted by bob."),
    about("delete what others said", "ada", "delete", 4, "ada deleted a message"),
)


def test_each_verb_about_a_message_is_tried():
    verbs = {verb for verb in RULES if "own" in verb or "other" in verb}
    verbs |= {"react", "vote", "pin", "save"}
    assert {row.verb for row in ALLOWED} == verbs
    refused = {row.verb for row in (*REFUSED, *REFUSED_IN_THE_ARCHIVE)}
    # One's own nobody keeps from anybody who is there.
    assert refused == verbs - {OWN}


@pytest.mark.dear
async def test_at_nc(doors):
    people = {
        name: await PlainClient.enter(doors["plain"], name) for name in ("ada", "bob")
    }
    ada, bob = people.values()
    await ada.write("/create #dev")
    await ada.hears("* You are talking in #dev now.")
    await bob.write("/join #dev")
    await bob.hears("* You are talking in #dev now.")
    for who, text in SAID:
        await people[who].write(f"/poll {text}" if "|" in text else text)
        for each in people.values():
            if each is not people[who] or "|" in text:
                await each.hears(text.partition("|")[0])
    for each in REFUSED:
        await people[each.who].write(each.line)
        assert each.said in await people[each.who].hears("! ")
    await ada.write("/set archived on")
    await bob.hears("archived the room")
    for each in REFUSED_IN_THE_ARCHIVE:
        await people[each.who].write(each.line)
        assert await people[each.who].hears("! ") == f"! {each.said}"
    await ada.write("/set archived off")
    await bob.hears("brought the room back")
    for each in ALLOWED:
        await people[each.who].write(each.line)
        await people[each.who].hears(each.said)


@pytest.mark.dear
async def test_at_the_json_door(doors):
    ada, bob = [await JsonClient.enter(doors["json"], each) for each in ("ada", "bob")]
    await they_try({"ada": ada.ask, "bob": bob.ask})


@pytest.mark.dear
async def test_at_the_page_s_door():
    ada, bob = await arrive("ada", "bob")
    await they_try({"ada": ada.say, "bob": bob.say})


async def they_try(people):
    """Each asks the server by a call."""
    made = await people["ada"]("create", name="dev")
    room = made["conversation"]["id"]
    await people["bob"]("join", room="#dev")
    for at, (who, text) in enumerate(SAID, 1):
        question, *options = text.split("|")
        about = {"to": room, "id": f"{at:032x}"}
        if options:
            said = await people[who]("poll", text=question, options=options, **about)
        else:
            said = await people[who]("post", body=text, **about)
        assert said["seq"] == at
    await they_are_refused(people, room, REFUSED)
    archive = {"type": "set", "what": "archived", "conversation": room}
    await people["ada"](**archive, value=True)
    await they_are_refused(people, room, REFUSED_IN_THE_ARCHIVE)
    await people["ada"](**archive, value=False)
    for each in ALLOWED:
        answer = await people[each.who](**each.command, conversation=room)
        assert (each.line, answer["type"]) != (each.line, "error"), answer


async def they_are_refused(people, room, rows):
    for each in rows:
        answer = await people[each.who](**each.command, conversation=room)
        assert (each.line, answer["type"]) == (each.line, "error")
        assert each.said in answer["detail"]

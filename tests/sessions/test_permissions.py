"""Owner, member and outsider at every command: nobody gets at what is not theirs."""

import pytest

from chat.models import User
from tests.support.people import arrive, bring

pytestmark = pytest.mark.django_db(transaction=True)

OK = None
# What the owner, who wrote the message, and a member are answered.
COMMANDS = {
    "post": (OK, OK),
    "edit": (OK, "not-allowed"),
    "delete": (OK, "not-allowed"),
    "react": (OK, OK),
    "pin": (OK, OK),
    "pins": (OK, OK),
    "save": (OK, OK),
    "versions": (OK, "not-allowed"),
    "history": (OK, OK),
    "changes": (OK, OK),
    "read": (OK, OK),
    "typing": (OK, OK),
    "topic": (OK, OK),
    "invite": (OK, OK),
    "leave": (OK, OK),
}
FIELDS = {
    "edit": {"seq": 1, "body": "other"},
    "delete": {"seq": 1},
    "react": {"seq": 1, "emoji": "👍", "on": True},
    "pin": {"seq": 1, "on": True},
    "pins": {},
    "save": {"seq": 1, "on": True},
    "versions": {"seq": 1},
    "history": {},
    "changes": {"since": 0},
    "read": {"seq": 1},
    "typing": {},
    "topic": {"topic": "other"},
    "invite": {"name": "dan"},
    "leave": {},
}
# An outsider may do none of it. Of a public room they may know that it is there; of a
# private one and a direct one, not even that.
REFUSED = {
    "public": "not-a-member",
    "private": "no-such-conversation",
    "direct": "no-such-conversation",
    "group": "no-such-conversation",
}
# Only rooms have a topic, guests to invite and a way out; a group has that, too.
ROOMS_ONLY = {"direct": {"topic", "invite", "leave"}, "group": {"topic", "invite"}}


async def conversation(kind, owner, member):
    if kind == "direct":
        posted = await owner.post("@member", "psst")
        return posted["conversation"]
    if kind == "group":
        begun = await owner.say("group", names=["member", "dan"])
        await owner.post(begun["conversation"]["id"], "psst")
        return begun["conversation"]["id"]
    made = await owner.say("create", name="dev", private=kind == "private")
    number = made["conversation"]["id"]
    await bring(owner, member, number)
    await owner.post(number, "psst")
    return number


async def ask(person, command, number):
    """The error that the command is answered with; None if there is none."""
    if command == "post":
        answer = await person.post(number, "hello")
    elif command in ("read", "typing"):
        await person.tell(command, conversation=number, **FIELDS[command], ref="x")
        await person.say("ping")
        answer = next((e for e in person.heard if e.get("ref") == "x"), {"type": ""})
    else:
        answer = await person.say(command, conversation=number, **FIELDS[command])
    return answer["code"] if answer["type"] == "error" else None


def expected(kind, command):
    """What owner, member and outsider are answered."""
    insiders = COMMANDS[command]
    if command in ROOMS_ONLY.get(kind, ()):
        insiders = ("not-allowed", "not-allowed")
    return [*insiders, REFUSED[kind]]


@pytest.mark.dear
@pytest.mark.parametrize("kind", ["public", "private", "direct", "group"])
@pytest.mark.parametrize("command", COMMANDS)
async def test_command(kind, command):
    *cast, _ = await arrive("owner", "member", "outsider", "dan")
    number = await conversation(kind, *cast[:2])
    # Who may do most comes last: what they do is in nobody's way.
    answers = [await ask(person, command, number) for person in reversed(cast)]
    assert answers[::-1] == expected(kind, command)


async def test_a_private_room_is_not_joined_listed_or_written_to_by_name():
    ada, eve = await arrive("ada", "eve")
    await ada.say("create", name="secret", private=True)
    for answer in (
        await eve.say("join", room="#secret"),
        await eve.post("#secret", "hello"),
    ):
        assert answer["code"] == "no-such-conversation"
    assert [r["name"] for r in (await eve.say("rooms"))["rooms"]] == ["#lobby"]


@pytest.mark.parametrize("why", ["muted", "muted there", "no voice"])
async def test_who_may_not_post_is_not_seen_typing(why):
    ada, bob = await arrive("ada", "bob")
    number = await conversation("public", ada, bob)
    if why == "muted":
        await User.objects.filter(name="bob").aupdate(muted=True)
    elif why == "muted there":
        await ada.say("mute", conversation=number, name="bob", on=True)
    else:
        await ada.say("set", conversation=number, what="speakers", value="voice")
    await bob.tell("typing", conversation=number)
    assert (await bob.say("ping"))["type"] == "pong"
    assert await ada.hears_nothing("typing")
    assert not [each for each in bob.heard if each["type"] == "error"]


async def test_what_does_not_exist_says_so():
    [ada] = await arrive("ada")
    assert (await ada.post("#nowhere", "x"))["code"] == "no-such-conversation"
    assert (await ada.post("@nobody", "x"))["code"] == "no-such-user"
    assert (await ada.post(4711, "x"))["code"] == "no-such-conversation"
    assert (await ada.post("somewhere", "x"))["code"] == "malformed"
    assert (await ada.say("history", conversation=4711))["code"] == (
        "no-such-conversation"
    )
    assert (await ada.say("nonsense"))["code"] == "unknown-command"


async def test_the_lobby_is_not_left_and_a_name_is_not_used_twice():
    [ada] = await arrive("ada")
    lobby = ada.welcome["conversations"][0]["id"]
    assert (await ada.say("leave", conversation=lobby))["code"] == "not-allowed"
    assert (await ada.say("create", name="Lobby"))["code"] == "name-taken"
    assert (await ada.say("create", name="a b"))["code"] == "name-invalid"


async def test_too_long_says_so():
    [ada] = await arrive("ada")
    assert (await ada.post("#lobby", "x" * 4001))["code"] == "too-long"
    lobby = ada.welcome["conversations"][0]["id"]
    answer = await ada.say("topic", conversation=lobby, topic="x" * 201)
    assert answer["code"] == "too-long"


async def test_nobody_hears_of_a_direct_conversation_that_came_to_nothing():
    ada, bob = await arrive("ada", "bob")
    assert (await ada.post("@bob", " "))["code"] == "malformed"
    assert (await ada.post("@bob", "x" * 4001))["code"] == "too-long"
    assert await bob.hears_nothing("joined")

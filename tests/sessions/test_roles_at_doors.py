"""Each verb of those who look after a room, once allowed and once refused, by door."""

from collections import namedtuple

import pytest

from chat.models.permissions import MODERATOR, OWNER, RULES
from tests.support.clients import JsonClient, PlainClient
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)

WHY_NOT = {
    MODERATOR: "Only the moderators of this room may do that.",
    OWNER: "Only the owner of this room may do that.",
}
ANSWERS = {"see bans": "bans", "set patterns": "patterns"}
# What is typed, what that is on the wire, and what is read then.
Row = namedtuple("Row", "verb line command said")


def given(verb, name, role, said):
    command = {"type": "role", "name": name, "role": role}
    return Row(verb, f"/role {name} {role}", command, said)


def steered(what, typed, value, said):
    command = {"type": "set", "what": what, "value": value}
    return Row(what, f"/set {what} {typed}", command, said)


ROWS = (
    given("give a voice", "cy", "voice", "gave cy a voice"),
    given("make a moderator", "cy", "moderator", "made cy a moderator"),
    steered("description", "Of tea", "Of tea", "changed the room's description"),
    steered("lock", "on", True, "locked the topic"),
    steered("speakers", "voices", "voice", "made the room moderated"),
    steered("slow", "30", 30, "made the room slow: one message in 30 seconds"),
    steered("keep", "30", 30, "has what is said here go after 30 days at the latest"),
    steered("name", "web", "web", "renamed #dev to #web"),
    steered("private", "on", True, "made the room private"),
    steered("unlisted", "on", True, "took the room off the list of rooms"),
    Row(
        "set patterns",
        "/words refuse casino",
        {"type": "pattern", "pattern": "casino", "act": "refuse"},
        "What is not said in #web: casino",
    ),
    Row(
        "mute",
        "/hush cy 1h loud",
        {"type": "mute", "name": "cy", "on": True, "reason": "loud"},
        "muted cy in this room until",
    ),
    Row(
        "mute",
        "/unhush cy",
        {"type": "mute", "name": "cy", "on": False},
        "ada lets cy speak again in this room",
    ),
    Row("kick", "/kick cy", {"type": "kick", "name": "cy"}, "put cy out"),
    Row("ban", "/ban cy", {"type": "ban", "name": "cy", "on": True}, "banned cy"),
    Row("see bans", "/bans", {"type": "bans"}, "Kept out of #web"),
    Row("ban", "/unban cy", {"type": "ban", "name": "cy", "on": False}, "lets cy"),
    steered("archived", "on", True, "archived the room"),
    given("hand over", "bob", "owner", "handed the room over to bob"),
)


@pytest.fixture(autouse=True)
def unlimited(settings):
    settings.CHAT_STEERINGS_PER_MINUTE = 1000


def test_each_verb_by_which_a_room_is_looked_after_is_tried():
    of_members = {verb for verb, rule in RULES.items() if rule["room"] < MODERATOR}
    of_messages = {verb for verb in RULES if "other" in verb}
    of_others = {verb for verb in RULES if "report" in verb or "held" in verb}
    tried = {row.verb for row in ROWS}
    assert tried == RULES.keys() - of_members - of_messages - of_others


@pytest.mark.dear
async def test_at_nc(doors):
    ada, bob, cy = [
        await PlainClient.enter(doors["plain"], name) for name in ("ada", "bob", "cy")
    ]
    await ada.write("/create #dev")
    await ada.hears("* You are talking in #dev now.")
    for each in (bob, cy):
        await each.write("/join #dev")
        await each.hears("* You are talking in #dev now.")
    for row in ROWS:
        await bob.write(row.line)
        assert await bob.hears("! ") == f"! {WHY_NOT[RULES[row.verb]['room']]}"
    for row in ROWS:
        await ada.write(row.line)
        await ada.hears(row.said)


@pytest.mark.dear
async def test_at_the_json_door(doors):
    ada, bob, cy = [
        await JsonClient.enter(doors["json"], name) for name in ("ada", "bob", "cy")
    ]
    await they_try(ada.ask, bob.ask, cy.ask)


@pytest.mark.dear
async def test_at_the_page_s_door():
    ada, bob, cy = await arrive("ada", "bob", "cy")
    await they_try(ada.say, bob.say, cy.say)


async def they_try(ada, bob, cy):
    """Ada has a room, Bob and Cy are in it; each asks the server by a call."""
    made = await ada("create", name="dev")
    room = made["conversation"]["id"]
    for each in (bob, cy):
        await each("join", room="#dev")
    for row in ROWS:
        answer = await bob(**row.command, conversation=room)
        why_not = "not-allowed", WHY_NOT[RULES[row.verb]["room"]]
        assert (row.line, answer["code"], answer["detail"]) == (row.line, *why_not)
    for row in ROWS:
        answer = await ada(**row.command, conversation=room)
        assert (row.line, answer["type"]) == (
            row.line,
            ANSWERS.get(row.verb, "happened"),
        )

"""Each verb of moderation on the whole site, once allowed and once refused, by door."""

from collections import namedtuple

import pytest
from asgiref.sync import sync_to_async

from chat.models import User
from chat.wire.commands.moderation import ModerationCommand
from tests.support.clients import JsonClient, PlainClient
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)

WHY_NOT = "That is for those who moderate the whole site."
# What is typed, what that is on the wire, what answers it, and what is read then.
Row = namedtuple("Row", "line command answer said")
ROWS = (
    Row(
        "/purgeall cy 1h floods",
        {"type": "purge", "name": "cy", "reason": "floods"},
        "purged",
        "1 message of cy is deleted",
    ),
    Row(
        "/silence cy 1h loud",
        {"type": "mute", "name": "cy", "on": True, "reason": "loud"},
        "muted",
        "cy is muted. (loud",
    ),
    Row(
        "/unsilence cy",
        {"type": "mute", "name": "cy", "on": False},
        "muted",
        "cy may speak again.",
    ),
    Row(
        "/letter cy rude",
        {"type": "take_avatar", "name": "cy", "reason": "rude"},
        "avatar",
        "cy is seen by a letter.",
    ),
    Row(
        "/shutout cy 1h spam",
        {"type": "shutout", "name": "cy", "on": True, "reason": "spam"},
        "shutout",
        "cy is shut out.",
    ),
    Row("/moderation", {"type": "moderation"}, "moderation", "cy is shut out. (spam"),
    Row(
        "/letin cy",
        {"type": "shutout", "name": "cy", "on": False},
        "shutout",
        "cy may come in again.",
    ),
    Row("/acts", {"type": "acts"}, "acts", "Let into the site again, ada → cy"),
)


@sync_to_async
def empower(name):
    of_site = {"is_staff": True, "is_superuser": True}
    assert User.objects.filter(name=name).update(**of_site) == 1


def test_each_is_tried():
    tags = {each.__struct_config__.tag for each in ModerationCommand.__args__}
    # What is brought back is whoever's it was to delete.
    assert {row.command["type"] for row in ROWS} == tags - {"unpurge"}


@pytest.mark.dear
async def test_at_nc(doors):
    ada, bob, cy = [
        await PlainClient.enter(doors["plain"], name) for name in ("ada", "bob", "cy")
    ]
    await cy.write("spam")
    await ada.hears("cy: spam")
    for row in ROWS:
        await bob.write(row.line)
        await bob.hears(f"! {WHY_NOT}")
    await empower("ada")
    for row in ROWS:
        await ada.write(row.line)
        await ada.hears(row.said)


@pytest.mark.dear
async def test_at_the_json_door(doors):
    ada, bob, cy = [
        await JsonClient.enter(doors["json"], name) for name in ("ada", "bob", "cy")
    ]
    await cy.post("#lobby", "spam")
    await they_try(ada.ask, bob.ask)


@pytest.mark.dear
async def test_on_the_page():
    ada, bob, cy = await arrive("ada", "bob", "cy")
    await cy.post("#lobby", "spam")
    await they_try(ada.say, bob.say)


async def they_try(ada, bob):
    for row in ROWS:
        assert (await bob(**row.command))["detail"] == WHY_NOT
    await empower("ada")
    for row in ROWS:
        assert (await ada(**row.command))["type"] == row.answer

"""Who is in a conversation, on the wire."""

import pytest

from chat.sessions.process import Process
from tests.support.people import account, arrive

pytestmark = pytest.mark.django_db(transaction=True)


async def test_members_are_told_here_and_away_to_members_alone():
    await account("Béa")
    ada, bob = await arrive("ada", "bob")
    await Process.here().presence.renew()
    [lobby] = ada.welcome["conversations"]
    told = await ada.say("members", conversation=lobby["id"])
    assert (told["total"], told["more"], told["cursor"]) == (3, False, "")
    its = [(each["name"], each["here"], "seen" in each) for each in told["members"]]
    assert its == [("ada", True, False), ("Béa", False, True), ("bob", True, False)]
    here = await ada.say("members", conversation=lobby["id"], here=True, match="B")
    assert [each["id"] for each in here["members"]] == [bob.user.pk]
    room = (await ada.say("create", name="dev"))["conversation"]["id"]
    assert (await bob.say("members", conversation=room))["code"] == "not-a-member"

"""Invite links as their people hear of them, and at the doors without a page."""

import pytest

from chat.invitations.models import InviteLink
from tests.support.people import Person, arrive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.dear
async def test_a_link_is_made_gone_by_and_revoked_and_its_maker_hears_of_it():
    ada, eve, bob = await arrive("ada", "eve", "bob")
    tablet = await Person(ada.user).arrive()
    made = await ada.say("create", name="den", private=True)
    den = made["conversation"]["id"]
    answer = await ada.say("create_invite_link", conversation=den, uses=2)
    link = answer["link"]
    assert (link["room"], link["uses"], link["used"]) == ("#den", 2, 0)
    assert (await tablet.hears("invite_link"))["link"] == link
    joined = await eve.say("use_invite_link", url=link["url"])
    assert joined["conversation"]["name"] == "#den"
    for connection in (ada, tablet):
        heard = (await connection.hears("invite_link"))["link"]
        assert [each["name"] for each in heard["came"]] == ["eve"]
    await ada.post(den, "welcome")
    await eve.hears("message", body="welcome")
    revoked = await ada.say("revoke_invite_link", link=link["link"])
    assert revoked["link"]["over"]
    refused = await bob.say("use_invite_link", url=link["url"])
    assert refused["code"] == "no-such-conversation"
    listed = (await ada.say("invite_links"))["links"]
    assert [each["link"] for each in listed] == [link["link"]]
    assert (await eve.say("invite_links"))["links"] == []
    assert (await InviteLink.objects.aget()).used == 1

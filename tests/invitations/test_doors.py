"""Invite links as their people hear of them, and at the doors without a page."""

import pytest

from chat.invitations.models import InviteLink
from tests.support.bridge import bridge
from tests.support.clients import JsonClient, PlainClient
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


@pytest.mark.dear
async def test_guests_come_by_a_link_and_again_where_the_site_takes_none(settings):
    settings.CHAT_ALLOW_GUESTS = False
    [ada] = await arrive("ada")
    den = (await ada.say("create", name="den", private=True))["conversation"]["id"]
    wish = {"conversation": den, "uses": 2}
    url = (await ada.say("create_invite_link", **wish))["link"]["url"]
    async with bridge("plain", "json") as doors:
        refused = await JsonClient.connect(doors["json"])
        await refused.tell("login", name="eve")
        assert (await refused.hears("error"))["code"] == "guests-refused"
        eve = await JsonClient.enter(doors["json"], "eve", invite=url)
        names = [each["name"] for each in eve.welcome["conversations"]]
        assert names == ["#lobby", "#den"]
        cy = await PlainClient.connect(doors["plain"])
        await cy.write(f"cy {url}")
        await cy.write("/join #den")
        await cy.write("hello")
        await eve.hears("message", body="hello")
        eve.cut()
        again = await JsonClient.enter(doors["json"], "eve", token=eve.welcome["token"])
        assert again.welcome["you"] == eve.welcome["you"]
        late = await JsonClient.connect(doors["json"])
        await late.tell("login", name="bob", invite=url)
        assert (await late.hears("error"))["code"] == "guests-refused"

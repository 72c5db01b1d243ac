"""Blocking and hiding at the TCP doors, over real sockets."""

import pytest

from tests.support.clients import JsonClient, PlainClient
from tests.support.people import arrive

pytestmark = pytest.mark.django_db(transaction=True)
FOLDED = "* A message of somebody you blocked"


@pytest.mark.dear
async def test_at_nc_words_are_folded_for_the_blocker_alone(doors):
    ada = await PlainClient.enter(doors["plain"], "ada")
    cyd = await PlainClient.enter(doors["plain"], "cyd")
    bob = await PlainClient.enter(doors["plain"], "bob")
    await ada.write("/block bob")
    await ada.hears("* You have blocked bob")
    for body in ("one", "two"):
        await bob.write(body)
        assert await cyd.hears(body) == f"bob: {body}"
    await cyd.write("three")
    assert await ada.hears("three") == "cyd: three"
    assert ada.received.count(FOLDED) == 2
    await ada.write("/unblock bob")
    await ada.hears("* You have unblocked bob")
    await bob.write("four")
    assert await ada.hears("four") == "bob: four"
    assert not [line for line in cyd.received if "blocked" in line]


async def test_at_nc_what_was_written_meanwhile_is_in_the_history(doors):
    ada = await PlainClient.enter(doors["plain"], "ada")
    bob = await PlainClient.enter(doors["plain"], "bob")
    await bob.write("/msg ada hello")
    await ada.hears("[PRIVATE MESSAGE] bob: hello")
    await ada.write("/block bob")
    await ada.hears("* You have blocked bob")
    await bob.write("/msg ada psst")
    await bob.write("/who")
    await bob.hears("* Here:")
    await ada.write("/msg bob you")
    await ada.hears("! You have blocked them: unblock them first.")
    await ada.write("/unblock bob")
    await ada.hears("* You have unblocked bob: /history @bob")
    await bob.write("/msg ada there")
    await ada.hears("[PRIVATE MESSAGE] bob: there")
    assert not [line for line in ada.received if "psst" in line]
    await ada.write("/history @bob")
    await ada.hears("] bob: psst")


async def test_at_nc_a_hidden_talk_comes_back_with_the_next_word_and_no_other(
    doors,
):
    ada = await PlainClient.enter(doors["plain"], "ada")
    bob = await PlainClient.enter(doors["plain"], "bob")
    await bob.write("/msg ada hello")
    await ada.hears("[PRIVATE MESSAGE] bob: hello")
    await ada.write("/hide bob")
    await ada.hears("* Your talk with bob is out of the way")
    await bob.write("/msg ada again")
    await ada.hears("[PRIVATE MESSAGE] bob: again")
    assert len([line for line in ada.received if "PRIVATE" in line]) == 2
    await ada.write("/hide bob")
    await ada.hears("* Your talk with bob is out of the way")
    await ada.write("/show bob")
    await ada.hears("* Your talk with bob is back")
    await bob.write("/msg ada still")
    await ada.hears("[PRIVATE MESSAGE] bob: still")
    assert len([line for line in ada.received if "PRIVATE" in line]) == 3


@pytest.mark.dear
async def test_a_later_connection_at_nc_is_told_the_next_word_alone(doors):
    [ada, bob] = await arrive("ada", "bob")
    await bob.post("@ada", "hello")
    direct = (await ada.hears("joined"))["conversation"]["id"]
    await ada.say("hide", conversation=direct)
    plain = await PlainClient.enter(doors["plain"], "ada", "correct horse")
    await bob.post("@ada", "again")
    await plain.hears("[PRIVATE MESSAGE] bob: again")
    assert not [line for line in plain.received if "hello" in line]


async def test_a_guest_is_blocked_by_a_guest_at_the_json_door(doors):
    ada = await JsonClient.enter(doors["json"], "ada")
    bob = await JsonClient.enter(doors["json"], "bob")
    told = await ada.ask("block", name="bob", on=True)
    assert (told["type"], told["author"]) == ("blocked", bob.welcome["you"]["id"])
    await bob.post("@ada", "psst")
    token = ada.welcome["token"]
    again = await JsonClient.enter(doors["json"], "ada", token=token)
    assert [each["name"] for each in again.welcome["blocked"]] == ["bob"]
    assert len(again.welcome["conversations"]) == 1
    await again.tell("block", name="bob", on=False)
    assert (await again.hears("joined"))["conversation"]["unread"] == 1

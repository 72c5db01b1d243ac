"""A name that deceives is refused at every door, by the same words."""

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from django.urls import reverse

from tests.support.clients import JsonClient, PlainClient
from tests.support.people import account, arrive

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse"


@sync_to_async
def page(view, name):
    form = {"name": name, "password": PASSWORD, "password_again": PASSWORD}
    response = Client().post(reverse(view), form)
    assert response.status_code == 422
    return response.content.decode()


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("paypaI", "name-taken", "That name looks like another one"),
        ("аdmin", "name-invalid", "That name mixes scripts"),
        ("adrnin", "name-taken", "That name is reserved"),
    ],
)
async def test_a_name_that_deceives_is_refused_at_every_door(doors, name, code, words):
    await account("paypal")
    robot = await JsonClient.connect(doors["json"])
    answer = await robot.ask("login", name=name)
    assert (answer["code"], answer["detail"].startswith(words)) == (code, True)
    person = await PlainClient.connect(doors["plain"])
    await person.write(name)
    assert (await person.hears(words)).startswith(f"! {words}")
    for view in ("guest", "signup"):
        assert words in await page(view, name)


async def test_whoever_has_such_a_name_still_gets_in_at_every_door(doors):
    await account("paypal")
    other = await account("other")
    for name in ("аdmin", "paypaI"):
        other.name, other.key, other.skeleton = name, name.casefold(), f"~{other.pk}"
        await other.asave()
        await PlainClient.enter(doors["plain"], name, PASSWORD)
        await JsonClient.enter(doors["json"], name, password=PASSWORD)


@pytest.mark.dear
async def test_names_of_every_script_come_in_and_stand_in_one_order(doors):
    here = ["Á", "ñandu", "x_", "Zoë", "हिन्दी"]
    for name in reversed(here):
        robot = await JsonClient.enter(doors["json"], name)
        await robot.hears("presence", online=[name])
    answer = await robot.ask("who")
    assert answer["users"] == here
    assert answer["keys"] == {"Á": "á", "Zoë": "zoë"}
    person = await PlainClient.enter(doors["plain"], "शिव")
    await person.write("/who")
    by_json = [f"{name} (JSON)" for name in here]
    assert ", ".join(by_json[:4]) in await person.hears("Here:")
    for typed in ("ＺＯË", "zoe\u0308", "@ZOË"):
        found = await robot.ask("find", name=typed)
        assert (found["person"]["name"], found["person"]["key"]) == ("Zoë", "zoë")
    assert (await robot.ask("find", name="zoe"))["code"] == "no-such-user"


async def test_a_room_that_looks_like_another_is_refused_by_words():
    [ada] = await arrive("ada")
    await ada.say("create", name="dev1", private=True)
    for name, code in (("devl", "name-taken"), ("dеv", "name-invalid")):
        answer = await ada.say("create", name=name)
        assert (answer["code"], "dev1" in answer["detail"]) == (code, False)

"""Who has come by a password is in a list, and ended by it, at each door."""

import pytest

from chat.concurrency.threads import read, write
from chat.models.people.log_in import log_ins_of
from tests.support.clients import JsonClient, PlainClient
from tests.support.people import account

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse"


async def test_one_that_is_ended_closes_what_came_by_it(doors):
    ada = await account("ada")
    mine = {"password": PASSWORD}
    desktop = await JsonClient.enter(doors["json"], "ada", client="desktop", **mine)
    robot = await JsonClient.enter(doors["json"], "ada", **mine)
    person = await PlainClient.connect(doors["plain"])
    for line in ("ada", PASSWORD):
        await person.write(line)
    await person.hears("Hello ada")
    found = {each.door: each for each in await read(log_ins_of, ada)}
    assert set(found) == {"desktop", "json", "plain"}
    await write(found["desktop"].end)
    assert (await desktop.hears("error"))["code"] == "login-required"
    await desktop.ends()
    await write(found["plain"].end)
    await person.hears("! You were logged out.")
    assert (await robot.ask("ping"))["type"] == "pong"

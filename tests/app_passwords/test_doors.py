"""App passwords at the doors: by whom, refused, and revoked while they are in use."""

import pytest

from chat.accounts import secrets
from chat.app_passwords import keeping
from chat.app_passwords.models import AppPassword
from chat.concurrency.threads import write
from chat.sessions import ticker
from chat.sessions.process import Process
from tests.support.bridge import bridge
from tests.support.clients import JsonClient, PlainClient
from tests.support.people import account

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse"


@pytest.fixture
async def doors():
    async with bridge("plain", "json") as addresses:
        yield addresses


def has_second_factor(monkeypatch):
    monkeypatch.setattr(secrets, "SECOND_FACTORS", [lambda user: True])


async def made(name, *doors, **flags):
    """The app password of a new account: its row, and the secret."""
    return await write(keeping.make, await account(name, **flags), "robot", doors)


@pytest.mark.parametrize("is_staff", [False, True])
@pytest.mark.parametrize("program", ["json", "desktop"])
async def test_one_that_is_revoked_ends_what_came_by_it(doors, program, is_staff):
    row, secret = await made("ada", program, is_staff=is_staff)
    mine = {"password": secret, "client": program}
    robot = await JsonClient.enter(doors["json"], "ada", **mine)
    by_password = await JsonClient.enter(doors["json"], "ada", password=PASSWORD)
    await write(keeping.revoke, [row])
    assert (await robot.hears("error"))["code"] == "login-required"
    await robot.ends()
    again = await JsonClient.connect(doors["json"])
    assert (await again.ask("login", name="ada", **mine))["code"] == "bad-credentials"
    assert (await by_password.ask("ping"))["type"] == "pong"


async def test_one_for_the_desktop_client_is_not_for_other_programs(doors):
    _, secret = await made("ada", "desktop")
    robot = await JsonClient.connect(doors["json"])
    answer = await robot.ask("login", name="ada", password=secret)
    assert answer["detail"] == "That app password is for other doors."


async def test_at_nc_it_is_asked_for_after_the_right_password(doors, monkeypatch):
    has_second_factor(monkeypatch)
    row, secret = await made("ada", "plain")
    ada = await PlainClient.connect(doors["plain"])
    await ada.write(f"ada\n{PASSWORD}")
    await ada.hears("! Your password is right, but not enough here")
    await ada.hears("What is your password?")
    await ada.write(secret.upper())
    await ada.hears("Hello ada")
    await write(keeping.revoke, [row])
    await ada.hears("! You were logged out.")
    await ada.ends()


async def test_a_program_is_told_by_a_code_of_its_own(doors, monkeypatch):
    has_second_factor(monkeypatch)
    await account("ada")
    robot = await JsonClient.connect(doors["json"])
    answer = await robot.ask("login", name="ada", password=PASSWORD)
    assert answer["code"] == "app-password-needed"
    await robot.ends()


async def test_a_guest_comes_by_no_secret(doors, monkeypatch):
    has_second_factor(monkeypatch)
    eve = await JsonClient.enter(doors["json"], "eve")
    eve.cut()
    again = await JsonClient.enter(doors["json"], "eve", token=eve.welcome["token"])
    assert again.welcome["you"] == eve.welcome["you"]


async def test_what_nobody_was_told_of_ends_with_the_next_tick(doors):
    _, secret = await made("ada", "json")
    robot = await JsonClient.enter(doors["json"], "ada", password=secret)
    await AppPassword.objects.all().adelete()
    process = Process.here()
    await ticker.tell_heads(process, process.sessions)
    assert (await robot.hears("error"))["code"] == "login-required"

"""The doors of a real server, attacked by those who want others kept out."""

import asyncio
import http.client
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from chat.accounts.throttle import FAILURES_HERE
from tests.support.clients import JsonClient, PlainClient, SocketClient, fill_in
from tests.support.servers import Site, manage
from tests.support.valkey import valkeys
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.processes
PASSWORD = "correct horse"
ELSEWHERE = "127.0.0.2"
TOKEN = "t" * 32


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path, CHAT_ALLOW_GUESTS="1") as site:
        site.folder = tmp_path
        assert sign_up(site, "ada")[0] == 302
        yield site


def post(site, path, source="127.0.0.1", **fields):
    """Send a form; return the status, the headers and the seconds that it took."""
    began = time.monotonic()
    connection = http.client.HTTPConnection(
        *site.web, timeout=SECONDS, source_address=(source, 0)
    )
    form = urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
    connection.request(
        "POST",
        f"/{path}/",
        form,
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrftoken={TOKEN}",
        },
    )
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers, time.monotonic() - began


def sign_up(site, name, **how):
    words = {"password": PASSWORD, "password_again": PASSWORD}
    return post(site, "signup", name=name, **words, **how)


def log_in(site, password=PASSWORD, **how):
    return post(site, "login", name="ada", password=password, **how)


async def at_json(site, password, source="127.0.0.1"):
    """Log in; return the answer."""
    reader, writer = await asyncio.open_connection(*site.json, local_addr=(source, 0))
    client = JsonClient(reader, writer)
    await client.tell("login", name="ada", password=password)
    await client.read()
    return client.events[0]


# --- Nobody is locked out -------------------------------------------------------------


async def test_ten_wrong_passwords_from_elsewhere_and_the_right_one_gets_in(site):
    for _ in range(FAILURES_HERE):
        answer = await at_json(site, "wrong", ELSEWHERE)
        assert answer["code"] == "bad-credentials"
    answer = await at_json(site, PASSWORD, ELSEWHERE)
    assert answer["code"] == "rate-limited"
    assert 0 < answer["retry"] <= 300
    status, headers, _ = log_in(site, source=ELSEWHERE)
    assert (status, 0 < int(headers["Retry-After"]) <= 300) == (429, True)
    assert (await at_json(site, PASSWORD))["type"] == "welcome"
    await PlainClient.enter(site.plain, "ada", PASSWORD)
    assert log_in(site)[0] == 302


def test_while_valkey_hangs_failures_count_and_answers_come_soon(site):
    [pid] = valkeys(site.folder)
    os.kill(pid, signal.SIGSTOP)
    try:
        answers = [log_in(site, "wrong") for _ in range(FAILURES_HERE)]
        refused, right = log_in(site), log_in(site, source=ELSEWHERE)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert {status for status, *_ in answers} == {422}
    assert (refused[0], right[0]) == (429, 302)
    assert max(seconds for *_, seconds in answers) < SECONDS / 2


# --- Nobody is held up ----------------------------------------------------------------


@pytest.mark.long
def test_sixty_sign_ups_at_once_hold_up_no_log_in(site):
    with ThreadPoolExecutor(61) as crowd:
        waiting = [
            crowd.submit(sign_up, site, f"eve{n}", source=f"127.0.0.{2 + n % 12}")
            for n in range(60)
        ]
        time.sleep(0.1)  # they are at it; how many, does not matter
        status, _, seconds = log_in(site)
        answers = [each.result() for each in waiting]
    refused = [headers for code, headers, _ in answers if code == 503]
    assert {code for code, *_ in answers} == {302, 503}
    assert 0 < len(refused) < 60
    assert all(int(headers["Retry-After"]) > 0 for headers in refused)
    assert status == 302
    assert seconds < max(took for *_, took in answers)
    assert sign_up(site, "bob")[0] == 302


async def test_guests_of_one_address_have_an_end_at_every_door(tmp_path):
    more = {"CHAT_ALLOW_GUESTS": "1", "CHAT_GUESTS_PER_HOUR_AND_ADDRESS": "3"}
    with Site(tmp_path, **more) as site:
        assert post(site, "guest", name="g1")[0] == 302
        await JsonClient.enter(site.json, "g2")
        await PlainClient.enter(site.plain, "g3")
        status, headers, _ = post(site, "guest", name="g4")
        assert (status, int(headers["Retry-After"]) > 3000) == (429, True)
        client = await JsonClient.connect(site.json)
        await client.tell("login", name="g5")
        assert (await client.hears("error"))["retry"] > 3000
        assert post(site, "guest", source=ELSEWHERE, name="g6")[0] == 302


# --- A ban is one ---------------------------------------------------------------------


async def test_a_banned_network_is_put_out_and_stays_out_at_every_door(site):
    cookie = await asyncio.to_thread(fill_in, site.web, "guest/", name="gus")
    page = await SocketClient.enter(site.web, cookie)
    program = await JsonClient.enter(site.json, "eve")
    person = await PlainClient.enter(site.plain, "hal")
    run(site, "from chat.models.people.ban import Ban; Ban.objects.create(", *BANNED)
    for client in (page, program):
        assert "spam" in (await client.hears("error", code="banned"))["detail"]
    await person.hears("spam")
    for client in (page, program, person):
        await client.ends()
    assert log_in(site)[0] == 403
    assert post(site, "guest", name="new")[0] == 403
    assert sign_up(site, "new")[0] == 403
    assert (await at_json(site, PASSWORD))["code"] == "banned"
    assert (await at_json(site, PASSWORD, ELSEWHERE))["type"] == "welcome"


BANNED = ("network='127.0.0.1/32', reason='spam')",)


def run(site, *code):
    done = manage(site.folder, "shell", "-v0", "-c", "".join(code))
    assert not done.returncode, done.stderr


# --- What an administrator does, is told ----------------------------------------------

GIVE = (
    "from django.utils import timezone; from chat.models import User;"
    "User.objects.named('ada').change_password('new words', given_at=timezone.now())"
)


async def test_whose_password_was_set_is_told_at_every_door(site):
    run(site, GIVE)
    client = await JsonClient.enter(site.json, "ada", password="new words")
    notice = (await client.hears("notice"))["detail"]
    assert notice.startswith("An administrator set your password on ")
    person = await PlainClient.enter(site.plain, "ada", "new words")
    assert await person.hears("An administrator set your password") == f"* {notice}"

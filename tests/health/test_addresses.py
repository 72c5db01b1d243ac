"""What programs that watch the site are answered."""

import asyncio
import json
import threading

import pytest
import redis
from django.db import OperationalError

from chat.concurrency import damage
from chat.concurrency.threads import read
from chat.health import readiness
from chat.health.readiness import Leaving, Part
from chat.presence.leases import Presence
from chat.sessions.process import Process
from tests.health.asking import ask
from tests.support.bridge import bridge
from tests.support.clients import JsonClient, PlainClient
from tests.support.people import arrive, eventually
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def figures_of_its_own(settings, tmp_path):
    """What a test before has counted may be laid down when that is over."""
    settings.CHAT_DATA_DIR = tmp_path


@pytest.mark.parametrize(
    "host", ["10.1.2.3:8000", "evil.example", "", None, "a b", "["]
)
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_any_host_is_answered_and_nothing_is_to_be_remembered(
    settings, path, host
):
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 3600
    answer = await ask(path, host=host)
    assert answer.status == 200
    kept = {"set-cookie", "strict-transport-security", "location"}
    assert not kept & answer.headers.keys()
    assert answer.headers["cache-control"] == "no-store"


async def test_a_head_has_no_body_and_nothing_is_to_be_sent():
    head = await ask("/healthz", "HEAD")
    assert (head.status, head.text, head.headers["content-length"]) == (200, "", "3")
    for method in ("POST", "PUT", "DELETE"):
        assert (await ask("/readyz", method)).status == 405


async def test_a_site_that_ends_is_alive_and_not_ready(monkeypatch):
    monkeypatch.setattr(Leaving, "has_begun", True)
    assert (await ask("/healthz")).status == 200
    answer = await ask("/readyz")
    assert answer.status == 503
    assert json.loads(answer.text)["process"] == "is ending"


async def test_without_the_database_it_is_alive_and_not_ready(monkeypatch):
    def fail(*_):
        raise OperationalError("password=secret")

    monkeypatch.setattr(readiness.Conversation.objects, "exists", fail)
    assert (await ask("/healthz")).status == 200
    answer = await ask("/readyz")
    assert answer.status == 503
    parts = {"ready": False, "database": "does not answer", "redis": "ok"}
    assert json.loads(answer.text) == parts


async def test_a_database_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 0.05)
    goes_on, asked = threading.Event(), []

    def hang(*_):
        asked.append(goes_on.wait(SECONDS))

    monkeypatch.setattr(readiness.Conversation.objects, "exists", hang)
    answers = await asyncio.gather(*(ask("/readyz") for _ in range(50)))
    assert {answer.status for answer in answers} == {503}
    # And the other threads are others': it is not asked again.
    assert await read(len, "abc") == 3
    goes_on.set()
    await read(len, "")
    assert len(asked) <= 1


async def test_without_redis_it_serves_and_says_so(monkeypatch):
    async def fail(*_):
        raise redis.ConnectionError("password=secret")

    monkeypatch.setattr(Presence, "ping", fail)
    answer = await ask("/readyz")
    assert answer.status == 200
    assert json.loads(answer.text)["redis"].startswith("does not answer: what is said")
    assert "secret" not in answer.text


async def test_a_redis_that_answers_and_tells_nobody_is_no_redis(monkeypatch):
    monkeypatch.setattr(Process.here(), "delayed", True)
    answer = await ask("/readyz")
    assert answer.status == 200
    assert json.loads(answer.text)["redis"] == readiness.DELAYED


async def test_of_a_damaged_database_it_says_so():
    damage.note()
    answer = await ask("/readyz")
    assert answer.status == 200
    assert json.loads(answer.text)["database"].startswith("is damaged")


async def test_a_flood_of_questions_is_one_look(monkeypatch):
    looks = []

    async def look():
        looks.append(1)
        return True

    monkeypatch.setattr(readiness, "FRESH_SECONDS", 3600.0)
    part = Part(look)
    assert all(await asyncio.gather(*(part.is_well() for _ in range(100))))
    assert await part.is_well()
    assert len(looks) == 1
    monkeypatch.setattr(readiness, "FRESH_SECONDS", -1.0)
    assert await part.is_well()
    assert len(looks) == 2


async def test_what_is_said_is_counted():
    ada, bob = await arrive("ada", "bob")
    before = await figures()
    await ada.post("#lobby", "hello")
    await bob.hears("message")
    await ada.say("join", room="#nowhere-at-all")
    after = await figures()

    def more(name):
        return after[name] - before[name]

    assert more('chat_posts_total{door="browser"}') == 1
    assert more("chat_deliveries_total") >= 2
    assert more("chat_delivery_seconds_count") >= 1
    assert more('chat_database_seconds_count{threads="write"}') >= 1
    assert more('chat_redis_seconds_count{what="publish"}') >= 1
    refused = [n for n in after if n.startswith("chat_refusals_total") and more(n)]
    assert len(refused) == 1
    assert after['chat_connections{door="browser"}'] == 2

    async def both_are_listed():
        return (await figures())["chat_people_online"] == 2

    await eventually(both_are_listed)


async def test_connections_are_counted_by_how_they_came():
    async with bridge("json", "plain") as doors:
        await PlainClient.enter(doors["plain"], "bob")
        await JsonClient.enter(doors["json"], "robot", client="whatever")
        desk = await JsonClient.enter(doors["json"], "desk", client="desktop")
        await desk.post("#lobby", "hello")
        found = await figures()
    for door, count in {"browser": 0, "plain": 1, "json": 1, "desktop": 1}.items():
        assert found[f'chat_connections{{door="{door}"}}'] == count
    assert found['chat_posts_total{door="desktop"}'] >= 1


async def test_the_figures_are_not_for_everybody(settings):
    answer = await ask("/metrics", client="192.0.2.1")
    assert (answer.status, "TOKEN" in answer.text) == (403, True)
    settings.CHAT_METRICS_TOKEN = "t" * 16
    answer = await ask("/metrics")
    assert answer.status == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    token = "Bearer " + "t" * 16
    assert (
        await ask("/metrics", client="192.0.2.1", authorization=token)
    ).status == 200


async def figures():
    """What ``/metrics`` says, by what stands before each number."""
    answer = await ask("/metrics")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (x.rpartition(" ") for x in lines)}

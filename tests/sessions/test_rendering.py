"""What people type becomes HTML beside the posts of others, and takes its share."""

import asyncio
import threading
import time

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from chat.models import User
from chat.sessions import rate, rendering
from chat.sessions.rate import (
    GONE_LEAST,
    REFUSED_SECONDS,
    SPARED,
    Allowed,
    Bucket,
    Paces,
)
from chat.sessions.rendering import Rendering
from chat.text import markdown
from chat.wire.errors import Malformed, RateLimited, TooLong
from tests.support.people import Person, account, arrive
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.django_db(transaction=True)

MARKED = "*hello* www.example.org"


@pytest.fixture
def threads(monkeypatch):
    """The threads that something was rendered in."""
    names, render = [], markdown.render_fully

    def noted(body):
        names.append(threading.current_thread().name)
        return render(body)

    monkeypatch.setattr("chat.text.markdown.render_fully", noted)
    return names


@pytest.fixture
def held(monkeypatch):
    """What has "held" in it is not rendered before this is set."""
    let_go, render = threading.Event(), rendering.render

    def wait(body):
        assert "held" not in body or let_go.wait(SECONDS)
        return render(body)

    monkeypatch.setattr(rendering, "render", wait)
    yield let_go
    let_go.set()


async def test_posts_and_edits_are_rendered_in_a_thread_of_their_own(threads):
    [ada] = await arrive("ada")
    posted = await ada.post("#lobby", MARKED)
    where = {"conversation": posted["conversation"], "seq": posted["seq"]}
    edited = await ada.say("edit", body=f"{MARKED}!", **where)
    assert edited["html"].startswith("<p><em>hello</em> <a href=")
    assert threads == ["chat-render-0"] * 2


@pytest.mark.dear
async def test_how_a_text_would_look_is_told_and_nobody_hears_of_it(monkeypatch):
    monkeypatch.setattr(settings, "CHAT_RENDER_SHARE", 0.001)
    ada, bob = await arrive("ada", "bob")
    assert (await ada.say("render", body="*hi*"))["html"] == "<p><em>hi</em></p>"
    for body, code in ((" ", "malformed"), ("*" * 4001, "too-long")):
        assert (await ada.say("render", body=body))["code"] == code
    answers = [await ada.say("render", body="*a*" * 1333) for _ in range(25)]
    assert answers[-1]["code"] == "rate-limited"
    assert await bob.hears_nothing("message")


async def test_what_is_plain_takes_no_other_thread(threads):
    [ada] = await arrive("ada")
    await ada.post("#lobby", "Hello, are you there?")
    assert (await ada.hears("message"))["html"] == "<p>Hello, are you there?</p>"
    assert not threads


async def test_a_dear_text_keeps_its_place_and_holds_up_nobody_else(held):
    ada, bob = await arrive("ada", "bob")
    ids = [_id(number) for number in range(4)]
    for id, body in zip(ids, ("one", "*held*", "three", "*four*"), strict=True):
        await ada.tell("post", to="#lobby", body=body, id=id)
    assert (await bob.post("#lobby", "me first"))["type"] == "posted"
    assert await bob.hears_nothing("message", id=ids[2])
    held.set()
    said = [(await bob.hears("message", **{"from": "ada"}))["id"] for _ in range(4)]
    assert said == ids


def _id(number):
    return f"00000000-0000-4000-8000-{number:012}"


async def test_a_text_that_is_none_is_refused_in_its_place():
    [ada] = await arrive("ada")
    for body, code in (("\x00", "malformed"), ("*" * 4001, "too-long")):
        assert (await ada.post("#lobby", body))["code"] == code
    assert (await ada.post("#lobby", MARKED))["type"] == "posted"


@pytest.mark.dear
async def test_dear_texts_are_refused_with_the_time_to_wait(monkeypatch):
    monkeypatch.setattr(settings, "CHAT_RENDER_SHARE", 0.001)
    [ada] = await arrive("ada")
    posted = await ada.post("#lobby", "hello")
    where = {"conversation": posted["conversation"], "seq": posted["seq"]}
    answers = [await ada.post("#lobby", "*a*" * 1333) for _ in range(25)]
    answers += [await ada.say("edit", body="*a*" * 1333, **where) for _ in range(2)]
    refused = [each for each in answers if each["type"] == "error"]
    assert {each["code"] for each in refused} == {"rate-limited"}
    assert all(each["retry"] > 0 for each in refused)
    assert answers[-1] in refused
    # What costs nothing is not held up by that.
    assert (await ada.post("#lobby", "hello again"))["type"] == "posted"


async def test_whoever_comes_again_goes_on_as_they_have_left(monkeypatch):
    monkeypatch.setattr(settings, "CHAT_RATE", 0.001)
    monkeypatch.setattr(settings, "CHAT_BURST", 3)
    ada = Person(await account("ada"))
    answers = []
    for _ in range(5):
        await ada.arrive()
        answers.append(await ada.say("who"))
        await ada.go()
    assert [each["type"] for each in answers[:3]] == ["online"] * 3
    assert answers[4]["code"] == "rate-limited"


async def test_pings_and_what_is_no_command_cost_too(monkeypatch):
    monkeypatch.setattr(settings, "CHAT_RATE", 0.001)
    monkeypatch.setattr(settings, "CHAT_BURST", 4)
    [ada] = await arrive("ada")
    for type in ("ping", "dance", "ping", "dance", "dance", "ping"):
        last = await ada.say(type)
    assert last["code"] == "rate-limited"
    assert last["retry"] > 0


@pytest.mark.parametrize("type", ["ping", "dance", "post"])
async def test_whoever_is_refused_is_read_slowly(monkeypatch, type):
    monkeypatch.setattr(settings, "CHAT_RATE", 0.001)
    monkeypatch.setattr(settings, "CHAT_BURST", 1)
    [ada] = await arrive("ada")
    began = time.monotonic()
    for number in range(100):
        await ada.tell(type, to="#lobby", body="hello", id=_id(number))
    for _ in range(99):
        await ada.hears("error")
    assert time.monotonic() - began > 99 * REFUSED_SECONDS


async def test_on_many_connections_nobody_is_refused_more_often():
    clock = asyncio.get_running_loop().time
    connections = [Allowed(1, None, clock) for _ in range(50)]
    began = time.monotonic()
    await asyncio.gather(*(each.pause() for each in connections))
    assert time.monotonic() - began > 50 * REFUSED_SECONDS


async def test_whoever_reads_pays_for_what_an_older_renderer_has_made(monkeypatch):
    def dear(body, html, renderer, spent):
        spent.seconds += 5
        return html

    [ada] = await arrive("ada")
    posted = await ada.post("#lobby", "hello")
    where = {"conversation": posted["conversation"]}
    monkeypatch.setattr("chat.models.messages.history.html_of", dear)
    assert (await ada.say("history", **where))["type"] == "history"
    refused = await ada.post("#lobby", MARKED)
    assert (refused["code"], refused["retry"] > 20) == ("rate-limited", True)


async def test_networks_take_turns_at_rendering(monkeypatch):
    """Those who came first hold up the others for one text each."""
    gone, order = threading.Event(), []

    def wait(body):
        order.append(body)
        assert gone.wait(SECONDS)
        return "", 0.0

    monkeypatch.setattr(rendering, "_render", wait)
    bucket = Paces().of(1, asyncio.get_running_loop().time).rendering
    texts = [("crowd", f"crowd {n}") for n in range(5)] + [("home", "home")]
    tasks = [
        asyncio.create_task(Rendering(bucket, network).render(body))
        for network, body in texts
    ]
    while rendering.RENDERING.waiting < len(texts) - 1:
        await asyncio.sleep(0)
    gone.set()
    await asyncio.gather(*tasks)
    assert order[:3] == ["crowd 0", "crowd 1", "home"]


# --- The guests of one address --------------------------------------------------------


async def guests(count, address, name):
    """So many guests who have come from there."""
    people = [
        await sync_to_async(User.objects.admit_guest)(f"{name}{n}")
        for n in range(count)
    ]
    return [await Person(user, address=address).arrive() for user in people]


@pytest.mark.dear
async def test_guests_of_one_address_have_what_they_ask_for_together(monkeypatch):
    monkeypatch.setattr(settings, "CHAT_GUESTS_MS_PER_SECOND", 1)
    monkeypatch.setattr(rate, "GUESTS_SAVED_SECONDS", 80)
    for rest in ("CROWDED_SECONDS", "CROWDED_SECONDS_MOST"):
        monkeypatch.setattr(rate, rest, 0.002)
    [ada] = await arrive("ada")
    lobby = ada.welcome["conversations"][0]["id"]
    ask = {"conversation": lobby, "limit": 1}
    crowd = await guests(5, "2001:db8::1", "crowd")
    crowd += await guests(1, "2001:db8::2", "crowd-of-one")
    answers = [await each.say("history", **ask) for each in crowd * 10]
    refused = [each for each in answers if each["type"] == "error"]
    assert 15 < len(answers) - len(refused) < 40
    assert {each["code"] for each in refused} == {"rate-limited"}
    assert all(each["retry"] > 0 and "guests" in each["detail"] for each in refused)
    # Whoever has an account there goes on, and so do guests of elsewhere.
    member = await Person(ada.user, address="2001:db8::1").arrive()
    [gus] = await guests(1, "2001:db8:0:1::1", "gus")
    for each in (member, gus):
        assert (await each.say("history", **ask))["type"] == "history"


async def test_a_few_of_them_who_ask_without_end_keep_no_others_out():
    def ask_much(guest):
        for _ in range(100):
            guest.take(0.02)

    clock = asyncio.get_running_loop().time
    greedy = [Allowed(n, "192.0.2.1", clock) for n in range(3)]
    for each in greedy * 2:
        with pytest.raises(RateLimited):
            ask_much(each)
    for number in range(10, 20):
        Allowed(number, "192.0.2.1", clock).take(0.02)


async def test_nor_do_they_come_in_again_and_again(monkeypatch):
    monkeypatch.setattr(settings, "CHAT_GUESTS_MS_PER_SECOND", 0.2)
    monkeypatch.setattr(rate, "GUESTS_SAVED_SECONDS", 40)
    [gus] = await guests(1, "192.0.2.1", "gus")
    await gus.go()
    await gus.knock()
    error = await gus.hears("error")
    assert (error["code"], error["retry"] > 0) == ("rate-limited", True)
    assert (await gus.hears("closed"))["code"] == 4429


@pytest.mark.dear
async def test_thirty_guests_behind_one_address_talk_as_people_do():
    crowd = await guests(30, "192.0.2.1", "pupil")
    for each in crowd:
        said = await each.post("#lobby", "hello")
        where = {"conversation": said["conversation"]}
        await each.tell("typing", **where)
        await each.tell("read", seq=said["seq"], **where)
        assert (await each.say("ping"))["type"] == "pong"
        assert not [event for event in each.heard if event["type"] == "error"]


async def test_the_more_they_ask_the_more_slowly_they_are_refused(monkeypatch):
    monkeypatch.setattr(settings, "CHAT_GUESTS_MS_PER_SECOND", 1)
    monkeypatch.setattr(rate, "CROWDED_SECONDS_MOST", 0.1)
    crowd = [Allowed(n, "192.0.2.1", asyncio.get_running_loop().time) for n in range(4)]
    for seconds in (0, 0.1):
        began = time.monotonic()
        await asyncio.gather(*(each.pause() for each in crowd * 4))
        assert time.monotonic() - began > seconds


async def test_what_their_texts_take_counts_as_well(monkeypatch):
    monkeypatch.setattr(rendering, "_render", lambda body: ("<p>x</p>", 5.0))
    monkeypatch.setattr(rate, "CROWDED_SECONDS_MOST", 0.002)
    one, other = await guests(2, "192.0.2.1", "gus")
    assert (await one.post("#lobby", MARKED))["type"] == "posted"
    assert (await other.say("who"))["code"] == "rate-limited"


# --- The parts ------------------------------------------------------------------------


async def test_a_text_costs_what_it_took_and_not_its_price(monkeypatch):
    took = 0.001
    monkeypatch.setattr(rendering, "_render", lambda body: ("", took))
    bucket = Paces().of(1, lambda: 0.0).rendering
    for _ in range(20):
        await Rendering(bucket).render("-" * 4000)
    took = 10.0
    await Rendering(bucket).render("-")
    with pytest.raises(RateLimited) as caught:
        await Rendering(bucket).render("-")
    assert caught.value.retry > 50


async def test_for_who_can_wait_a_dear_text_is_rendered_later(monkeypatch):
    bucket = Paces().of(1, asyncio.get_running_loop().time).rendering
    bucket.give_back(-0.2)
    with pytest.raises(RateLimited):
        await Rendering(bucket).render("*a*")
    began = time.monotonic()
    waits = Allowed(1, None, asyncio.get_running_loop().time, waits=True)
    html = await Rendering(bucket, "", waits).render("*a*")
    assert html == "<p><em>a</em></p>"
    assert time.monotonic() - began > 0.1


async def test_who_waits_leaves_some_to_who_cannot():
    bucket = Bucket(100, 10, asyncio.get_running_loop().time)
    for _ in range(12):
        await bucket.awaited()
        bucket.take(SPARED * 10)
        bucket.give_back(SPARED * 10)


@pytest.mark.parametrize(("body", "error"), [(" ", Malformed), ("-" * 4001, TooLong)])
async def test_what_is_no_text_is_not_rendered(body, error):
    bucket = Paces().of(1, asyncio.get_running_loop().time).rendering
    with pytest.raises(error):
        await Rendering(bucket).render(body)


def test_who_has_left_and_rested_is_forgotten():
    now, paces = 0.0, Paces()
    for person in range(GONE_LEAST + 1):
        pace = paces.of(person, lambda: now)
        pace.commands.take(100)
        paces.leave(person, pace)
    tired = paces.of(0, lambda: now)
    assert not tired.is_rested
    now = 60.0
    assert tired.is_rested
    for person in range(GONE_LEAST + 1, 3 * GONE_LEAST):
        paces.leave(person, paces.of(person, lambda: now))
    assert len(paces._gone) < GONE_LEAST

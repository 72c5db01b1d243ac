"""Old HTML is rendered anew beside all else: by many processes, and each its part."""

import asyncio
from collections import Counter
from types import SimpleNamespace

import pytest

from chat.concurrency.threads import write
from chat.figures import FIGURES
from chat.models import Conversation, Message
from chat.models.messages import following, renewal
from chat.models.messages.following import Position
from chat.models.messages.renewal import Step
from chat.sessions import renewing, stepping
from chat.sessions.process import Process
from chat.sessions.renewing import WORKS
from chat.sessions.stepping import Works, do_all
from chat.text.markdown import RENDERER
from tests.support.people import arrive, eventually

pytestmark = pytest.mark.django_db(transaction=True)
ROOMS = ("#lobby", "#dev", "#cake")


@pytest.fixture
def old(monkeypatch):
    """Three conversations in which some older renderer has made the HTML."""
    monkeypatch.setattr(stepping, "REST", 0)
    monkeypatch.setattr(renewal, "STEP_MESSAGES", 2)

    async def fill():
        [ada] = await arrive("ada")
        for name in ROOMS[1:]:
            await ada.say("create", name=name[1:])
        for name in ROOMS:
            for n in range(5):
                await ada.post(name, f"*{n}*")
        await write(Message.objects.update, html="<p>old</p>", renderer=0)
        return ada

    return fill


async def is_renewed():
    def count():
        return Message.objects.filter(html__contains="<em>", renderer=RENDERER).count()

    return await write(count) == 15


@pytest.mark.dear
async def test_a_process_renews_all_and_has_nothing_left_to_do(old):
    await old()
    await do_all(WORKS)
    assert await is_renewed()
    assert not await write(following.behind, renewal.FOLLOWER, 10)


@pytest.mark.dear
async def test_many_processes_render_each_message_once(old, monkeypatch):
    await old()
    rendered, render = Counter(), renewal.render

    def count(body):
        rendered[body] += 1
        return render(body)

    monkeypatch.setattr(renewal, "render", count)
    await asyncio.gather(*(do_all(WORKS) for _ in range(3)))
    assert await is_renewed()
    assert set(rendered.values()) == {len(ROOMS)}


@pytest.mark.parametrize(("posts", "core"), [(0, 0.1), (1, 0.01)])
async def test_it_takes_less_of_a_core_while_people_post(old, monkeypatch, posts, core):
    await old()
    worked, rested = [], []

    async def rest(seconds):
        rested.append(seconds)

    def step(_, since):
        worked.append(0.01)
        FIGURES.posts["browser"] += posts
        return Step(since + 1, since < 2, 0.01)

    monkeypatch.setattr(stepping, "asyncio", SimpleNamespace(sleep=rest))
    await do_all(Works("renew", lambda: "tried", step, lambda: None), rest=9)
    assert sum(worked) / (sum(worked) + sum(rested)) == pytest.approx(core)


@pytest.mark.dear
async def test_what_one_that_was_killed_has_left_is_gone_on_with(old, monkeypatch):
    await old()
    lobby = (await write(Conversation.objects.lobby)).pk
    mine = renewal.FOLLOWER, lobby, "killed"
    await write(following.take, *mine)
    upto = (await write(renewal.renew, lobby, 0)).upto
    await write(following.advance, *mine, upto)
    await do_all(WORKS)
    assert not await is_renewed()
    await write(Position.objects.filter(holder="killed").update, held_until=None)
    await do_all(WORKS)
    assert await is_renewed()


@pytest.mark.dear
async def test_it_begins_by_itself_and_comes_by_what_is_said_beside(old, monkeypatch):
    ada = await old()
    monkeypatch.setattr(stepping, "FIRST_SECONDS", 0)
    monkeypatch.setattr(stepping, "LOOK_SECONDS", 0.1)
    renewing.start(Process.here())
    await eventually(is_renewed)
    posted = await ada.post("#lobby", "by the version before")
    beside = Message.objects.filter(uuid=posted["id"])

    def edit():
        changed = beside.get().conversation.take_number()
        beside.update(html="<p>old</p>", renderer=0, changed=changed)

    await write(edit)

    async def is_found():
        return (await write(beside.get)).renderer == RENDERER

    await eventually(is_found)


async def test_welcome_says_which_renderer_it_is():
    [ada] = await arrive("ada")
    assert ada.welcome["renderer"] == RENDERER

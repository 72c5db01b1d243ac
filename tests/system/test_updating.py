"""From the version before to this one: beside each other, and by a pull."""

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
from itertools import takewhile

import pytest

from chat import VERSION
from tests.support import before
from tests.support.clients import JsonClient, Lines
from tests.support.programs import LIMITS, Programs, history
from tests.support.servers import ADDRESS, PROJECT, Site, environment, manage
from tests.support.valkey import Valkey, nothing_is_left
from tests.support.waiting import until

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]
PEOPLE, ROUNDS, POSTS = 8, 5, 5


@pytest.fixture(scope="module")
def commit():
    return before.need()


# --- Beside each other ----------------------------------------------------------------


@pytest.fixture
def shared(postgres):
    """What processes of one site have in common, on whatever machines they are."""
    valkey = Valkey()
    yield {
        **postgres.another().environment,
        **LIMITS,
        "REDIS_URL": valkey.url,
        "SECRET_KEY": "one for both",
        "CHAT_ALLOW_GUESTS": "1",
    }
    valkey.stop()


@pytest.mark.bar
@pytest.mark.long
async def test_two_versions_are_one_site(commit, shared, tmp_path):
    with before.checkout(commit) as tree, contextlib.ExitStack() as sites:
        assert manage(tmp_path / "old", "migrate", tree=tree, **shared).returncode == 0
        old = sites.enter_context(Site(tmp_path / "old", tree=tree, **shared))
        async with Programs(old) as there, Programs(old) as here:
            await enter(there, "old", PEOPLE)
            async with there.talking():
                await there.more_is_posted(POSTS)
                migrate = manage, tmp_path / "new", "migrate"
                both = [asyncio.to_thread(*migrate, **shared) for _ in range(2)]
                for done in await asyncio.gather(*both):
                    assert done.returncode == 0, done.stderr
                await there.more_is_posted(POSTS)
                new = await asyncio.to_thread(Site, tmp_path / "new", **shared)
                here.site = sites.enter_context(new)
                await enter(here, "new", PEOPLE)
                async with here.talking():
                    for _ in range(ROUNDS):
                        await all_hear_each_other(there, here)
                        await asyncio.to_thread(old.restart)  # as a supervisor does
                        await there.more_is_posted(POSTS)
                await all_see_each_other(there, here)
            await there.everything_is_there_once()
            await here.everything_is_there_once()
            await what_is_said_comes_live(old, new)
        await Lines.close_all()


async def enter(programs, version, people):
    for number in range(people):
        await programs.enter(f"{version}json{number}", "json")
        await programs.enter(f"{version}web{number}", "web")


async def all_hear_each_other(*groups):
    for programs in groups:
        await programs.more_is_posted(POSTS)


async def all_see_each_other(*groups):
    clients = [client for programs in groups for client in programs.clients]
    names = {client.facts.name for client in clients}
    await until(
        lambda: all(names <= (client.roster.online or set()) for client in clients)
    )


async def what_is_said_comes_live(*sites):
    """Both ways: messages, reactions, who types, who comes and who goes."""
    one, other = [
        await JsonClient.enter(site.json, f"live{number}")
        for number, site in enumerate(sites)
    ]
    await presence_tells(one, online="live1")
    for speaker, hearer in ((one, other), (other, one)):
        said = await speaker.post("#lobby", "live")
        place = {"conversation": said["conversation"], "seq": said["seq"]}
        await hearer.hears("message", **place)
        await hearer.ask("react", **place, emoji="👍", on=True)
        await speaker.hears("reacted", target=said["seq"])
        await speaker.tell("typing", conversation=said["conversation"])
        await hearer.hears("typing")
    one.cut()
    await presence_tells(other, offline="live0")


async def presence_tells(client, **wanted):
    [(what, name)] = wanted.items()
    while name not in (await client.hears("presence"))[what]:
        pass


@pytest.mark.long
async def test_rooms_are_steered_while_the_version_before_serves_beside(
    commit, shared, tmp_path
):
    with before.checkout(commit) as tree, contextlib.ExitStack() as sites:
        assert manage(tmp_path / "old", "migrate", tree=tree, **shared).returncode == 0
        old = sites.enter_context(Site(tmp_path / "old", tree=tree, **shared))
        bob = await JsonClient.enter(old.json, "bob")
        den = (await bob.ask("create", name="den"))["conversation"]["id"]
        assert manage(tmp_path / "new", "migrate", **shared).returncode == 0
        new = sites.enter_context(Site(tmp_path / "new", **shared))
        async with Programs(old) as there, Programs(new) as here:
            await enter(there, "old", 2)
            await enter(here, "new", 2)
            async with there.talking(), here.talking():
                ada = await JsonClient.enter(new.json, "ada")
                cyd = await JsonClient.enter(old.json, "cyd")
                await they_steer(ada, bob, cyd)
                await they_share(den, bob, ada)
                await all_hear_each_other(there, here)
            await there.everything_is_there_once()
            await here.everything_is_there_once()
        await Lines.close_all()


OWNERS = """
from django.db.models import Count, Q
from chat.models import Conversation
rooms = Conversation.objects.filter(kind="room").exclude(name="lobby")
owners = Count("memberships", filter=Q(memberships__role="owner"))
print(set(rooms.annotate(owners=owners).values_list("owners", flat=True)))
"""


@pytest.mark.long
@pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.bar)]
)
def test_each_room_of_a_filled_database_of_before_has_an_owner(
    commit, tmp_path, request, kind
):
    more = {"DEBUG": "1"}
    if kind == "postgres":
        more |= request.getfixturevalue("postgres").another().environment
    with before.checkout(commit) as tree:
        for command in ("migrate", "seedchat"):
            done = manage(tmp_path, command, tree=tree, **more)
            assert done.returncode == 0, done.stderr
    assert manage(tmp_path, "migrate", **more).returncode == 0
    told = manage(tmp_path, "shell", "-v0", "-c", OWNERS, **more)
    assert told.stdout.strip() == "{1}", told.stderr


async def they_steer(ada, bob, cyd):
    """Ada, at this version, a room in which Bob and Cyd are by the one before."""
    yard = (await ada.ask("create", name="yard"))["conversation"]["id"]
    for each in (bob, cyd):
        assert (await each.ask("join", room="#yard"))["type"] == "joined"
    about = {"conversation": yard}
    for command in (
        {"type": "role", "name": "cyd", "role": "moderator"},
        {"type": "set", "what": "slow", "value": 1},
        {"type": "set", "what": "name", "value": "court"},
        {"type": "kick", "name": "bob", "reason": "loud"},
    ):
        assert (await ada.ask(**about, **command))["type"] == "happened"
    await bob.hears("left", conversation=yard)
    said = await ada.post(yard, "he is out")
    heard = await cyd.hears("message", conversation=yard)
    assert (heard["seq"], heard["body"]) == (said["seq"], "he is out")
    assert (await bob.ask("history", **about))["code"] == "not-a-member"
    its = await cyd.post(yard, "so he is")
    await ada.hears("message", conversation=yard, seq=its["seq"])
    assert (await cyd.ask("edit", **about, seq=its["seq"], body="yes"))["seq"]
    assert (await ada.hears("edited", **about))["body"] == "yes"
    assert (await cyd.ask("topic", **about, topic="peace"))["seq"]
    changes = await ada.ask("changes", **about, since=0)
    assert [event["kind"] for event in changes["events"]][:4] == [
        *("role", "slow", "name", "kicked")
    ]
    missed = await cyd.ask("changes", **about, since=0)
    assert (missed["upto"], missed["topic"]) == (changes["upto"], "peace")
    assert not [each for each in bob.events if each.get("body") == "he is out"]
    assert (await cyd.ask("leave", **about))["type"] == "left"


async def they_share(den, bob, ada):
    """A room of the version before has an owner here, once that one is looked for."""
    room = (await ada.ask("join", room="#den"))["conversation"]
    assert room.get("role", "member") == "member"
    refused = await ada.ask("kick", conversation=den, name="bob")
    assert refused["code"] == "not-allowed"
    said = await bob.post(den, "mine")
    await ada.hears("message", conversation=den, seq=said["seq"])


# --- By a pull ------------------------------------------------------------------------


@pytest.fixture
def pulled(commit, tmp_path):
    """A clone that is moved along, with an environment that says what is installed."""
    clone = before.clone(tmp_path / "clone")
    python = tmp_path / "environment/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    yield clone
    nothing_is_left(tmp_path / "data")


async def test_make_run_just_works_after_a_pull_and_back(pulled, commit, tmp_path):
    present = before.git(pulled, "rev-parse", "HEAD")
    before.git(pulled, "checkout", "--quiet", commit)
    with made(pulled, tmp_path) as (site, told):
        assert "Installing" in told
        ada = await JsonClient.enter(site.json, "ada")
        assert (await ada.post("#lobby", "before"))["type"] == "posted"
        await Lines.close_all()
    before.git(pulled, "checkout", "--quiet", present)
    (pulled / "requirements.lock").touch()  # as a pull does that brings another
    with made(pulled, tmp_path) as (site, told):
        assert "Installing" in told
        assert [each["body"] for each in await history(site)] == ["before"]
        bob = await JsonClient.enter(site.json, "bob")
        assert (await bob.post("#lobby", "after"))["type"] == "posted"
        await Lines.close_all()
    done = manage(tmp_path / "data", "goback", tree=pulled)
    assert done.returncode == 0, done.stderr
    before.git(pulled, "checkout", "--quiet", commit)
    with made(pulled, tmp_path) as (site, _):
        assert [each["body"] for each in await history(site)] == ["before"]
        await Lines.close_all()


class Made:
    """What ``make run`` has made; ``json`` is where programs come in."""

    def __init__(self, told):
        rows = re.findall(ADDRESS, told, re.MULTILINE)
        [self.json] = [(host, int(at)) for what, host, at in rows if what[0] == "J"]


@contextlib.contextmanager
def made(clone, folder):
    """``make run``, until Ctrl-C; with what it said until it was ready."""
    options = "--bind=127.0.0.1:0 --plain=0 --json=0"
    words = [f"VENV={folder / 'environment'}", "PIP=@echo", f"ARGS={options}"]
    process = subprocess.Popen(
        ["make", "run", *words],
        cwd=clone,
        env=environment(folder / "data"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        told = "".join(takewhile(lambda line: line != "Ready.\n", process.stdout))
        yield Made(told), told
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.stdout.close()
        process.wait(60)


# --- Cutting a version ----------------------------------------------------------------


def release(clone, version):
    return subprocess.run(
        [sys.executable, "-m", "tests.support.release", version],
        cwd=clone,
        env=AUTHOR,
        capture_output=True,
        text=True,
    )


AUTHOR = os.environ | {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))
}


def test_a_version_is_a_number_its_changes_and_a_tag(tmp_path):
    clone = before.clone(tmp_path / "clone")
    assert release(clone, VERSION).returncode == 1
    for version, older in (("1000.0.0", VERSION), ("1000.1.0", "1000.0.0")):
        with (clone / "CHANGELOG.md").open("r+") as changes:
            text = changes.read().replace("Unreleased\n", "Unreleased\n\n* More.\n", 1)
            changes.seek(0)
            changes.write(text)
        words = ["git", "commit", "--quiet", "--all", "--message=More"]
        subprocess.run(words, cwd=clone, check=True, env=AUTHOR)
        done = release(clone, version)
        assert done.returncode == 0, done.stderr
        assert before.git(clone, "describe") == f"v{version}"
        assert f'BESIDE = "{older}"' in (clone / "chat/__init__.py").read_text()
    kept = (clone / "tests/system/version_before").read_text().strip()
    assert kept == before.git(clone, "rev-parse", "v1000.0.0^{commit}")


def test_the_changes_have_the_version():
    headings = re.findall(
        r"^## (\d\S*) \(", (PROJECT / "CHANGELOG.md").read_text(), re.M
    )
    assert headings[0] == VERSION

"""``serve --workers``: several processes on the same ports."""

import os
import signal
from pathlib import Path

import pytest
import redis

from tests.support.clients import JsonClient
from tests.support.processes import is_running
from tests.support.servers import Site, manage
from tests.support.valkey import keepers, nothing_is_left, run_id, valkeys
from tests.support.waiting import eventually

pytestmark = pytest.mark.processes


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path, "--workers=2") as site:
        yield site


async def test_people_of_different_workers_talk(site):
    people = []
    while (
        len(people) < 8 or len(_busy_workers(site)) < 2
    ):  # whoever is quicker has them
        people.append(await JsonClient.enter(site.json, f"p{len(people)}"))
    for person in people:
        await person.post("#lobby", f"from {person.welcome['you']['name']}")
    for person in people:
        for other in people:
            body = f"from {other.welcome['you']['name']}"
            await person.hears("message", body=body)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_a_worker_that_ends_is_replaced_and_nothing_accepted_is_lost(site, how):
    people = [await JsonClient.enter(site.json, f"p{n}") for n in range(6)]
    posted = [await person.post("#lobby", "before") for person in people]
    [victim, survivor] = site.workers
    os.kill(victim, how)
    eventually(lambda: not is_running(victim) and len(site.workers) == 2)
    assert survivor in site.workers
    newcomer = await JsonClient.enter(site.json, "newcomer")
    lobby = newcomer.welcome["conversations"][0]["id"]
    history = await newcomer.ask("history", conversation=lobby)
    assert [m["seq"] for m in history["messages"]] == [p["seq"] for p in posted]


@pytest.mark.parametrize("end", ["stop", "interrupt"])
def test_the_end_of_the_parent_is_the_end_of_all(tmp_path, end):
    site = Site(tmp_path, "--workers=3")
    workers = site.workers
    assert len(workers) == 3
    assert getattr(site, end)() == 0
    assert not any(map(is_running, workers))
    nothing_is_left(tmp_path)


def test_workers_end_with_a_parent_that_is_killed(site, tmp_path):
    workers = site.workers
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait()
    eventually(lambda: not any(map(is_running, workers)))
    nothing_is_left(tmp_path)
    site.restart()


def test_no_workers_are_refused_in_one_sentence(tmp_path):
    done = manage(tmp_path, "serve", "--workers=0")
    assert done.returncode == 1
    assert "at least 1" in done.stderr
    assert done.stderr.count("\n") == 1


def _busy_workers(site):
    """Those that have connections beside the sockets that they inherited."""
    return [
        pid
        for pid in site.workers
        if sum("socket:" in os.readlink(fd) for fd in _fds(pid)) > 6
    ]


def _fds(pid):
    return list(Path(f"/proc/{pid}/fd").iterdir())


def test_a_valkey_comes_back_each_time_that_it_and_its_keeper_are_killed(tmp_path):
    # The workers are forked while their parent waits for the lock of a keeper that
    # somebody else has started.
    with Site(tmp_path) as first, Site(tmp_path, "--workers=2"):
        first.stop()
        for _ in range(2):
            before = run_id(tmp_path)
            for pid in (*keepers(tmp_path), *valkeys(tmp_path)):
                os.kill(pid, signal.SIGKILL)
            eventually(lambda before=before: _run_id(tmp_path) not in (None, before))


def _run_id(data_dir):
    try:
        return run_id(data_dir)
    except redis.RedisError:
        return None

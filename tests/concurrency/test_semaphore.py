"""A fair semaphore: a few at a time, in a fair order, and not without an end."""

import asyncio
import threading
import time

import pytest

from chat.concurrency import semaphore
from chat.concurrency.semaphore import FairSemaphore
from chat.wire.errors import Busy
from tests.support.waiting import SECONDS

LOG_IN, SIGN_UP = 0, 1


class Crowd:
    """Threads that want it; ``order`` is who had it."""

    def __init__(self):
        self.semaphore = FairSemaphore(1, (4, 4))
        self.order, self.refused, self.threads = [], [], []

    def come(self, rank, whose):
        before = self.semaphore.waiting + len(self.refused)
        thread = threading.Thread(target=self._work, args=(rank, whose))
        self.threads.append(thread)
        thread.start()
        while self.semaphore.waiting + len(self.refused) == before:
            time.sleep(0.001)

    def _work(self, rank, whose):
        try:
            with self.semaphore.taken(rank, whose):
                self.order.append(whose)
        except Busy:
            self.refused.append(whose)

    def go(self):
        for thread in self.threads:
            thread.join(SECONDS)
        return "".join(self.order)


@pytest.fixture
def crowd():
    return Crowd()


def test_those_of_one_wait_for_each_others_turns(crowd):
    with crowd.semaphore.taken(LOG_IN, "me"):
        for whose in "aaab":
            crowd.come(LOG_IN, whose)
    assert crowd.go() == "abaa"


def test_log_ins_go_before_sign_ups(crowd):
    with crowd.semaphore.taken(LOG_IN, "me"):
        for rank, whose in [(SIGN_UP, "s"), (SIGN_UP, "s"), (LOG_IN, "l")]:
            crowd.come(rank, whose)
    assert crowd.go() == "lss"


def test_beyond_the_end_of_the_line_the_largest_crowd_loses_its_last(crowd):
    with crowd.semaphore.taken(LOG_IN, "me"):
        for whose in "aaaabcaa":
            crowd.come(LOG_IN, whose)
    assert sorted(crowd.go()) == list("aabc")
    assert crowd.refused == list("aaaa")


def test_a_full_line_of_sign_ups_refuses_no_log_in(crowd):
    with crowd.semaphore.taken(LOG_IN, "me"):
        for whose in "sssss":
            crowd.come(SIGN_UP, whose)
        crowd.come(LOG_IN, "l")
    assert crowd.go() == "lssss"
    assert crowd.refused == ["s"]


def test_whoever_waits_too_long_goes_away(crowd, monkeypatch):
    monkeypatch.setattr(semaphore, "PATIENCE_SECONDS", 0.01)
    with crowd.semaphore.taken(LOG_IN, "me"):
        crowd.come(LOG_IN, "a")
        assert crowd.go() == ""
    assert crowd.refused == ["a"]
    assert crowd.semaphore.waiting == 0


def test_whoever_has_it_needs_it_no_second_time(crowd):
    with crowd.semaphore.taken(LOG_IN, "me"), crowd.semaphore.taken(SIGN_UP, "me"):
        pass
    with crowd.semaphore.taken(LOG_IN, "you"):
        assert crowd.semaphore.waiting == 0


async def test_an_event_loop_waits_without_a_thread(crowd):
    async def work(whose):
        async with crowd.semaphore.awaited(LOG_IN, whose):
            crowd.order.append(whose)

    async with crowd.semaphore.awaited(LOG_IN, "me"):
        waiting = [asyncio.create_task(work(whose)) for whose in "aab"]
        await asyncio.sleep(0)
        assert crowd.semaphore.waiting == 3
        waiting[0].cancel()
        await asyncio.wait(waiting[:1])
    await asyncio.gather(*waiting, return_exceptions=True)
    assert crowd.order == ["a", "b"]
    with crowd.semaphore.taken(LOG_IN, "me"):
        assert crowd.semaphore.waiting == 0

"""What waits for a slow reader is bounded, and an answer is never dropped."""

import asyncio

import pytest

from chat.net.outbox import LIMIT_BYTES, Outbox
from chat.net.queued import QueuedWriter
from chat.net.writer import PAUSED_BYTES
from chat.sessions.rate import Bucket
from chat.wire.errors import RateLimited
from tests.support.waiting import SECONDS


def as_they_are(frames):
    return [frames]


class Reader:
    """A peer that reads when it is told to."""

    def __init__(self):
        self.reads = asyncio.Event()
        self.reads.set()
        self.got = []
        self.drained = 0
        self.outbox = Outbox(QueuedWriter(self._write, as_they_are), self._changed)

    async def _write(self, frames):
        await self.reads.wait()
        self.got += frames

    def _changed(self, refused):
        self.drained += refused


async def test_frames_arrive_in_order():
    reader = Reader()
    for number in range(10):
        assert reader.outbox.offer(b"%d" % number)
    await reader.outbox.flush()
    assert reader.got == [b"%d" % n for n in range(10)]


async def test_live_events_are_dropped_over_the_limit_and_that_is_told():
    reader = Reader()
    reader.reads.clear()
    frame = b"x" * 1024
    taken = sum(reader.outbox.offer(frame) for _ in range(2000))
    assert taken * len(frame) <= LIMIT_BYTES
    reader.reads.set()
    await reader.outbox.flush()
    assert len(reader.got) == taken
    assert reader.drained == 1
    assert reader.outbox.offer(frame)


async def test_a_line_that_has_not_paused_takes_even_much():
    reader = Reader()
    reader.reads.clear()
    assert reader.outbox.offer(b"x" * PAUSED_BYTES)
    assert reader.outbox.offer(b"y" * LIMIT_BYTES)
    assert not reader.outbox.offer(b"z")


async def test_an_answer_waits_for_room():
    reader = Reader()
    reader.reads.clear()
    while reader.outbox.offer(b"x" * 1024):
        pass
    answer = asyncio.create_task(reader.outbox.put(b"answer"))
    await asyncio.sleep(0)
    assert not answer.done()
    reader.reads.set()
    await answer
    await reader.outbox.flush()
    assert reader.got[-1] == b"answer"


async def test_nothing_is_in_the_way_of_a_reader_who_has_read_everything():
    reader = Reader()
    reader.reads.clear()
    assert reader.outbox.is_free
    assert reader.outbox.offer(b"x" * (PAUSED_BYTES + 1))
    assert not reader.outbox.is_free
    reader.reads.set()
    await reader.outbox.flush()
    assert reader.outbox.is_free
    reader.outbox.close()
    assert not reader.outbox.is_free


async def test_nothing_is_written_after_the_end():
    reader = Reader()
    await reader.outbox.put(b"answer")
    await reader.outbox.flush()
    reader.outbox.close()
    await reader.outbox.put(b"too late")
    await reader.outbox.flush()
    assert reader.got == [b"answer"]


async def test_closing_lets_nobody_wait():
    reader = Reader()
    reader.reads.clear()
    while reader.outbox.offer(b"x" * 1024):
        pass
    answer = asyncio.create_task(reader.outbox.put(b"answer"))
    await asyncio.sleep(0)
    reader.outbox.close()
    async with asyncio.timeout(SECONDS):
        await answer


def test_a_bucket_gives_a_burst_then_its_rate():
    now = 0.0
    bucket = Bucket(rate=2, burst=3, clock=lambda: now)
    for _ in range(3):
        bucket.take()
    with pytest.raises(RateLimited) as caught:
        bucket.take()
    assert caught.value.retry == 0.5
    now = 0.5
    bucket.take()
    with pytest.raises(RateLimited):
        bucket.take()
    now = 100.0
    for _ in range(3):
        bucket.take()

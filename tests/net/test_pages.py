"""Pages take turns; whoever leaves meanwhile is not waited for."""

import asyncio

import pytest

from chat.net import pages as module
from chat.net.pages import Pages

SECONDS = 60


class Visit:
    """Somebody who asks for a page, until the test lets it end."""

    def __init__(self, pages, address, path="/"):
        self.ends, self.said, self.sent = asyncio.Event(), asyncio.Queue(), []
        scope = {"type": "http", "client": (address, 1), "path": path, "visit": self}
        self.is_served = asyncio.Event()
        self.task = asyncio.create_task(pages(scope, self.said.get, self.write))

    def says(self, body=b"", more=False):
        message = {"type": "http.request", "body": body, "more_body": more}
        self.said.put_nowait(message)
        return self

    async def write(self, message):
        await self.send(message)

    async def send(self, message):
        self.sent.append(message)

    def leaves(self):
        self.said.put_nowait({"type": "http.disconnect"})


async def application(scope, receive, send):
    visit = scope["visit"]
    visit.body = (await receive())["body"]
    visit.is_served.set()
    await visit.ends.wait()


async def served(*visits):
    async with asyncio.timeout(SECONDS):
        for visit in visits:
            await visit.is_served.wait()


async def settle():
    for _ in range(10):
        await asyncio.sleep(0)


async def test_one_address_has_a_quarter_of_the_places():
    pages = Pages(application, 4)
    first, second, other = [Visit(pages, a).says() for a in ("a", "a", "b")]
    await served(first, other)
    assert not second.is_served.is_set()
    first.ends.set()
    await served(second)
    for each in (second, other):
        each.ends.set()
        await each.task


async def test_what_is_below_a_path_takes_no_place():
    pages = Pages(application, 4, below=("/files/",))
    first, second, other = [
        Visit(pages, "a", path).says() for path in ("/", "/files/1", "/files")
    ]
    await served(first, second)
    await settle()
    assert not other.is_served.is_set()
    for each in (first, second, other):
        each.ends.set()
        await each.task


async def test_a_body_that_comes_slowly_holds_no_place():
    pages = Pages(application, 1)
    slow, quick = Visit(pages, "a").says(b"1", more=True), Visit(pages, "b").says()
    await served(quick)
    quick.ends.set()
    slow.says(b"2")
    await served(slow)
    assert slow.body == b"12"
    slow.ends.set()
    await slow.task


async def test_whoever_leaves_while_it_waits_is_forgotten():
    pages = Pages(application, 1)
    first = Visit(pages, "a").says()
    await served(first)
    gone, last = Visit(pages, "b").says(), Visit(pages, "c").says()
    await settle()
    gone.leaves()
    await gone.task
    first.ends.set()
    await served(last)
    assert not gone.is_served.is_set()
    last.ends.set()
    await asyncio.gather(first.task, last.task)
    assert not pages._places._waiting


async def test_only_so_many_of_an_address_wait_and_others_not_for_them(monkeypatch):
    monkeypatch.setattr(module, "WAITING_MOST", 24)
    pages = Pages(application, 4, ["/login/"])
    crowd = [Visit(pages, "a").says() for _ in range(1 + 24)]
    await served(crowd[0])
    await settle()
    late, apart = Visit(pages, "a").says(), Visit(pages, "a", "/login/").says()
    other = Visit(pages, "b").says()
    await served(apart, other)
    await late.task
    start, _ = late.sent
    assert start["status"] == 503
    assert (b"retry-after", b"5") in start["headers"]
    for each in [*crowd, apart, other]:
        each.ends.set()
        await each.task
    assert not pages._places._lines


async def test_whoever_reads_slowly_holds_no_place():
    async def answers(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * 300_000})
        scope["visit"].is_served.set()

    pages = Pages(answers, 1)
    slow = Visit(pages, "a")
    slow.send = lambda message: slow.ends.wait()
    slow.says()
    await served(slow, Visit(pages, "b").says())
    assert not slow.task.done()
    slow.ends.set()
    await slow.task
    assert pages.kept_bytes == 0


async def test_an_answer_that_fails_leaves_nothing_behind():
    async def fails(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x", "more_body": True})
        raise OSError

    pages = Pages(fails, 1)
    for address in ("a", "b"):
        with pytest.raises(OSError):
            await Visit(pages, address).says().task
    assert pages.kept_bytes == 0

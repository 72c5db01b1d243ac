"""Programs that follow the contract and always come back, at a site's doors."""

import asyncio
import contextlib
import urllib.request
from collections import Counter
from random import Random
from uuid import uuid4

from tests.chaos.chronicle import Chronicle
from tests.chaos.client import ProgramClient
from tests.chaos.history import Program
from tests.chaos.wires import LineWire, SocketWire
from tests.support.clients import JsonClient, fill_in
from tests.support.waiting import SECONDS, until

# The faults are what is tried, not the limits.
LIMITS = {
    "CHAT_RATE": "100000",
    "CHAT_BURST": "100000",
    "CHAT_JOINS_PER_HOUR": "100000",
    "CHAT_RENDER_SHARE": "1",
    "CHAT_CONNECTIONS_PER_ADDRESS": "1000",
    "CHAT_GUESTS_PER_HOUR_AND_ADDRESS": "1000000",
    "CHAT_GUESTS_PER_HOUR": "1000000",
}


def get(site, page, cookie=""):
    """What a page says."""
    request = urllib.request.Request(f"{site.url}{page}", headers={"Cookie": cookie})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=SECONDS) as answer:
        return answer.read().decode()


class Programs:
    """``async with``: they live until its end. ``clients`` in the order of coming."""

    def __init__(self, site):
        self.site = site
        self.clients = []
        self.chronicle = Chronicle(Random(0))
        self._tasks = []

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await JsonClient.close_all()

    async def enter(self, name, door):
        """A guest at the door, ``"json"`` or ``"web"``, who will come back."""
        address = self.site.json
        login, knock = {"name": name}, lambda attempt: LineWire.open(address)
        if door == "web":
            cookie = await asyncio.to_thread(
                fill_in, self.site.web, "guest/", name=name
            )
            web = self.site.web
            login, knock = None, lambda attempt: SocketWire.open(web, cookie)
        facts = Program(name, name)
        client = ProgramClient(facts, knock, self.chronicle, Random(name), login=login)
        self.clients.append(client)
        self._tasks.append(asyncio.create_task(client.live()))
        await until(lambda: client.entered)
        return client

    @contextlib.asynccontextmanager
    async def talking(self):
        """Everybody posts all the time, and at the end everything is ``posted``."""
        chatter = [asyncio.create_task(_chatter(client)) for client in self.clients]
        try:
            yield
        finally:
            for task in chatter:
                task.cancel()
            await asyncio.gather(*chatter, return_exceptions=True)
        await until(lambda: all(client.is_settled for client in self.clients))

    async def more_is_posted(self, count=10):
        """Wait until everybody was answered so many times more."""
        before = [len(client.facts.posted) for client in self.clients]
        await until(
            lambda: all(
                len(client.facts.posted) >= had + count
                for client, had in zip(self.clients, before, strict=True)
            )
        )

    async def everything_is_there_once(self):
        """What was said is in the history once, and in everybody's log."""
        said = {each.id for client in self.clients for each in client.facts.said}
        messages = await history(self.site)
        assert Counter(m["id"] for m in messages if m["id"] in said) == Counter(said)
        ids = [message["id"] for message in messages]
        for client in self.clients:
            assert {each.id for each in client.facts.posted} <= said
            assert not client.facts.refused
            # What a log lacks is known by the next heads.
            await until(lambda client=client: _ids_of(client) == ids)


async def history(site):
    """Everything in the lobby, in its order, page by page, as a newcomer reads it."""
    reader = await JsonClient.enter(site.json, f"reader{uuid4().hex[:8]}")
    lobby = reader.welcome["conversations"][0]["id"]
    messages, more = [], True
    while more:
        after = messages[-1]["seq"] if messages else 0
        page = await reader.ask("history", conversation=lobby, after=after, limit=200)
        messages += page["messages"]
        more = page["more"]
    reader.cut()
    return messages


async def _chatter(client):
    while True:
        client.post("#lobby", f"this is {client.facts.name}", "", uuid4())
        await asyncio.sleep(0.1)


def _ids_of(client):
    [log] = client.logs.values()
    return [log.messages[seq].id for seq in sorted(log.messages)]

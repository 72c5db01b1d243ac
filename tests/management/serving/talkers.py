"""People who go on talking, listening and reading while a site is deployed."""

import asyncio
import http.client
from collections import Counter
from uuid import uuid4

from tests.support.clients import Ended, PlainClient

RESTART = 1012
# People who type, not a flood.
PAUSE_SECONDS = 0.05
THE_END = "the end"
PAGES = ("/", "/login/")
# A process has 10 s to end; the rest is for a slow machine.
BOUND_SECONDS = 50


class Talker:
    """Somebody who goes on posting; told to come back, they do."""

    def __init__(self, name, enter):
        self.name, self._enter = name, enter
        self.answered, self.heard, self.lists, self.offline = {}, [], [], []
        self.last_words, self.close_codes = [], []
        self.is_silent, self._unanswered = False, None
        self.is_here = asyncio.Event()

    async def talk(self):
        while True:
            self._client = await self._enter(self)
            self.is_here.set()
            self.lists.append(self._client.welcome["online"])
            try:
                await self._catch_up()
                return await self._post()
            except Ended:
                goodbye = self._client.events[-1]
                self.last_words.append(goodbye["type"])
                self.close_codes.append(getattr(self._client, "close_code", RESTART))
                self._remember()
                await asyncio.sleep(goodbye.get("retry", 0))

    async def hears_the_end(self, seq):
        if self._log()[-1] < seq:
            await self._client.hears("message", seq=seq)
        self._remember()

    @property
    def lost(self):
        """The numbers that lie between others, and were never heard."""
        numbers = self._log()
        return set(range(numbers[0], numbers[-1])) - set(numbers)

    async def _catch_up(self):
        more = bool(self.heard)
        [lobby] = self._client.welcome["conversations"]
        while more:
            asked = {"conversation": lobby["id"], "since": self._upto()}
            changes = await self._client.ask("changes", **asked)
            self.heard += [message["seq"] for message in changes["messages"]]
            more = changes["more"]

    async def _post(self):
        while not self.is_silent:
            id = self._unanswered = self._unanswered or str(uuid4())
            self.answered[id] = (await self._client.post("#lobby", id, id=id))["seq"]
            self._unanswered = None
            await asyncio.sleep(PAUSE_SECONDS)

    def _remember(self):
        for event in self._client.events:
            if event["type"] == "message":
                self.heard.append(event["seq"])
            elif event["type"] == "presence":
                self.offline += event["offline"]

    def _upto(self):
        """Up to where nothing is missing: it may have been cut off in a hole."""
        numbers = set(self._log())
        return min(number for number in numbers if number + 1 not in numbers)

    def _log(self):
        live = [e["seq"] for e in self._client.events if e["type"] == "message"]
        return sorted({*self.heard, *live})


class Listener:
    """A guest at ``nc``: comes back by the same name as soon as the line is closed."""

    def __init__(self, name):
        self.name, self.last_words, self.received = name, [], []
        self.is_here = asyncio.Event()

    async def listen(self, site):
        while True:
            client = await PlainClient.enter(site.plain, self.name)
            self.is_here.set()
            while (line := await client.read()) is not None:
                self.received.append(line)
                if THE_END in line:
                    return
            self.last_words.append(self.received[-1])


class Reader:
    """Somebody who loads pages, each over a connection of its own."""

    def __init__(self, site):
        self._address, self.is_silent = site.web, False
        self.answers = Counter()

    async def read(self):
        while not self.is_silent:
            for page in PAGES:
                self.answers[await asyncio.to_thread(self._load, page)] += 1

    def _load(self, page):
        connection = http.client.HTTPConnection(*self._address, timeout=BOUND_SECONDS)
        try:
            connection.request("GET", page)
            return connection.getresponse().status
        except OSError as error:
            return repr(error)
        finally:
            connection.close()

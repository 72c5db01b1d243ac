"""Somebody at the real page, in a Chromium, who reads and writes in the lobby.

The page keeps its own promises: its outbox and its log are not helped. What it shows is
read from its rows, and judged as it stands there; see ``checks/timelines``.
"""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from http.cookies import SimpleCookie
from random import Random
from typing import Any

from playwright.async_api import Browser, Error, Route, WebSocket

from tests.chaos.chronicle import TOKEN, Chronicle
from tests.chaos.history import Posted, Program, Row, Said, Timeline
from tests.chaos.wires import Address
from tests.support.forwarding import Forwarding

LOOK_SECONDS = 0.5
OPEN_SECONDS = 60
PATIENCE_MS = 20_000
# What stands there for so many looks, is all drawn.
LOOKS = 3
STATE = "document.getElementById('state')?.dataset.state"
ROWS = """
    const rows = () => [...document.querySelectorAll("#messages .message")];
    const fill = (row) => ({
        seq: Number(row.dataset.seq),
        id: row.dataset.id,
        author: row.dataset.from,
        body: row.querySelector(".body").textContent,
        changed: Number(row.dataset.changed),
        edited: row.querySelector(":is(.edited, .versions)") !== null,
        deleted: row.classList.contains("deleted"),
        reactions: [...row.querySelectorAll(".reaction")]
            .flatMap((chip) => chip.title.split(/,? and |, /)
                .map((name) => [chip.dataset.emoji, name])),
    });
    const is = (row, ...kinds) => kinds.some((kind) => row.classList.contains(kind));
    const stored = () => rows().filter((row) => !is(row, "waiting", "landed"));
"""
# Whoever rests is where the newest is; and nobody waits for the next try.
LOOK = f"""(rests) => {{
    {ROWS}
    document.querySelector(".state-now:not([hidden])")?.click();
    if (rests) document.querySelector("#jump:not([hidden])")?.click();
    return {{
        state: {STATE},
        seqs: stored().map((row) => Number(row.dataset.seq)),
        waiting: rows().filter((row) => is(row, "waiting", "landed"))
            .map((row) => row.dataset.id),
    }};
}}"""
SAY = f"""(text) => {{
    {ROWS}
    const area = document.getElementById("composer-text");
    area.value = text;
    area.dispatchEvent(new Event("input", {{ bubbles: true }}));
    const key = {{ key: "Enter", bubbles: true, cancelable: true }};
    area.dispatchEvent(new KeyboardEvent("keydown", key));
    return rows().filter((row) => is(row, "waiting")).at(-1)?.dataset.id;
}}"""
# From the last row to the first one of the log, as somebody who scrolls up to there,
# and back. Where nothing comes for so long, nothing more will.
THROUGH = f"""async () => {{
    {ROWS}
    const timeline = document.getElementById("timeline");
    const isHidden = (id) => document.getElementById(id).hidden;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const [found, seen] = [new Map(), []];
    const look = () => {{
        const here = stored().map(fill);
        seen.push(here.map(({{ seq }}) => seq));
        for (const row of here) found.set(row.seq, row);
    }};
    const end = (at) => stored().at(at)?.dataset.seq;
    const scroll = async (isThere, top, at) => {{
        let [last, until] = [null, Infinity];
        while (!isThere() && performance.now() < until) {{
            timeline.scrollTop = top();
            await frame();
            if (end(at) === last) continue;
            [last, until] = [end(at), performance.now() + {PATIENCE_MS}];
            look();
        }}
        look();
    }};
    await scroll(() => !isHidden("beginning"), () => 0, 0);
    await scroll(() => isHidden("jump"), () => timeline.scrollHeight, -1);
    return {{ rows: [...found.values()].sort((a, b) => a.seq - b.seq), seen }};
}}"""
WANDER = """(share) => {
    const timeline = document.getElementById("timeline");
    timeline.scrollTop = share * timeline.scrollHeight;
}"""
Cookie = Callable[[], Awaitable[str]]
CREDULOUS = ("seq !== this.number + 1", "seq <= this.number")


class PageClient:
    """``facts`` are what its WebSockets have carried; ``timeline`` what it shows."""

    def __init__(
        self, facts: Program, door: Address, chronicle: Chronicle, rng: Random
    ) -> None:
        self.facts, self.chronicle, self.rng = facts, chronicle, rng
        self.timeline = Timeline(facts.name)
        self.entered = self._rests = False
        self._line = Forwarding(door)
        self._deeds: deque[Callable[[], Awaitable[None]]] = deque()
        self._looks: deque[list[int]] = deque(maxlen=LOOKS)

    async def live(self, browser: Browser, cookie: Cookie, *, credulous: bool) -> None:
        """Open the page, and look at it until cancelled."""
        async with _opened(self._line) as (host, port):
            context = await browser.new_context()
            url = f"http://{host}:{port}/"
            for name, morsel in SimpleCookie(await cookie()).items():
                known = {"name": name, "value": morsel.value, "url": url}
                await context.add_cookies([known])
            if credulous:
                await context.route("**/*.js", _believe_everything)
            self._page = await context.new_page()
            self._page.on("websocket", self._listen)
            await self._open(url)
            try:
                while True:
                    await self._look()
                    while self._deeds:
                        await self._deeds[0]()
                        self._deeds.popleft()
                    await asyncio.sleep(LOOK_SECONDS)
            finally:
                await context.close()

    # --- What somebody does with it ---------------------------------------------------

    def say(self, body: str, token: str) -> None:
        """Write it into the composer, and press Enter; it waits there if it has to."""
        if self.entered:
            self._deeds.append(partial(self._say, body, token))

    def wander(self) -> None:
        """Scroll to somewhere else in what is there."""
        if self.entered:
            where = self.rng.random()
            self._deeds.append(partial(self._page.evaluate, WANDER, where))

    def rest(self) -> None:
        """Go to the newest message, and stay there."""
        self._rests = True

    @property
    def is_settled(self) -> bool:
        return self.entered and not self._deeds

    def cut(self) -> None:
        """Break the line; the page tries again by itself."""
        self._line.cut()
        asyncio.get_running_loop().call_later(LOOK_SECONDS, self._line.mend)

    def stop_reading(self) -> None:
        self._line.hold()

    def go_on_reading(self) -> None:
        self._line.go_on()

    async def read_through(self) -> None:
        """Scroll through all that was said, and note what stood there."""
        self._rests = False  # it would jump to the end in the middle of that
        there = await self._page.evaluate(THROUGH)
        self.timeline.seen += there["seen"]
        self.timeline.rows = [_row(each) for each in there["rows"]]
        await self._look()

    def finish(self) -> Program:
        return self.facts

    # --- Steps ------------------------------------------------------------------------

    async def _open(self, url: str) -> None:
        async with asyncio.timeout(OPEN_SECONDS):
            while True:
                with contextlib.suppress(Error):
                    await self._page.goto(url)
                    return
                await asyncio.sleep(LOOK_SECONDS)

    async def _look(self) -> None:
        seen = await self._page.evaluate(LOOK, self._rests)
        self.entered |= seen["state"] == "connected"
        self.timeline.last = max(seen["seqs"], default=0)
        self.timeline.waiting = seen["waiting"]
        if seen["seqs"] != sorted(set(seen["seqs"])):
            self.timeline.seen.append(seen["seqs"])
        self._looks.append(seen["seqs"])
        if self._looks.count(seen["seqs"]) == LOOKS:
            self.timeline.seen.append(seen["seqs"])
            self._looks.clear()

    async def _say(self, body: str, token: str) -> None:
        at = self.chronicle.now()
        if id := await self._page.evaluate(SAY, body):
            self.facts.said.append(Said(id, token, at))

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._hear)

    def _hear(self, frame: str | bytes) -> None:
        text = frame if isinstance(frame, str) else frame.decode()
        self.facts.tokens.update(TOKEN.findall(text))
        event = json.loads(text)
        self.chronicle.saw(self.facts.visits, event)
        if event["type"] == "posted":
            place = (event["conversation"], event["seq"])
            self.facts.posted.append(Posted(event["id"], place, self.chronicle.now()))
            self.chronicle.posted(place)


@contextlib.asynccontextmanager
async def _opened(line: Forwarding) -> AsyncIterator[Address]:
    """It has a loop of its own, which is waited for beside this one."""
    await asyncio.to_thread(line.__enter__)
    try:
        yield line.address
    finally:
        await asyncio.to_thread(line.__exit__)


async def _believe_everything(route: Route) -> None:
    """Whatever comes live is the next of its log: a page that looks at no gap."""
    answer = await route.fetch()
    text = (await answer.text()).replace(*CREDULOUS)
    await route.fulfill(body=text, content_type=answer.headers["content-type"])


def _row(seen: dict[str, Any]) -> Row:
    tokens = tuple(TOKEN.findall(seen.pop("body")))
    reactions = frozenset((emoji, name) for emoji, name in seen.pop("reactions"))
    return Row(tokens=tokens, reactions=reactions, **seen)

"""So many pages at work at a time, and of one address only a part of them.

A page at work has a thread and several files open. What waits for its turn has been
received whole before that, so that nobody holds a place by sending slowly; and whoever
leaves meanwhile does not wait any more. Only so many wait for each address: more are
told to come back (503).
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from chat.net.networks import network_of

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Receive, Send], Awaitable[None]]

# A body of up to this much is received before its turn; a longer one during it.
GATHERED_BYTES = 64 * 1024
# An answer of up to this much is given when its place is free for others already; but
# only so much is kept, of all of them, for people who read slowly.
ANSWERED_BYTES = 512 * 1024
KEPT_BYTES = 32 * 1024 * 1024
# Of one address; and when others of it may try again.
# No fewer than the connections it may have: each asks for one page at a time.
WAITING_MOST = 500
RETRY_SECONDS = 5


class Pages:
    """An application for ``http`` before which people queue up; others pass.

    ``at_once``: how many are let through; of one address a quarter of them. Pages
    ``apart``, by their paths, have a part of their own: they do not wait for others.
    ``passing``: what takes no place at all; nor does what is ``below`` a path.
    ``kept_bytes``: of all answers that wait for slow readers.
    """

    def __init__(
        self,
        application: Application,
        at_once: int,
        apart: Collection[str] = (),
        passing: Collection[str] = (),
        below: tuple[str, ...] = (),
    ) -> None:
        self._application = application
        self._apart = apart
        self._passing = passing
        self._below = below
        self.kept_bytes = 0
        self._places = Places(at_once, max(1, at_once // 4))

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._passes(scope["path"]):
            await self._application(scope, receive, send)
            return
        messages = [await _gather(receive)]
        if messages[0]["type"] != "http.request":
            return
        network = network_of((scope.get("client") or ("",))[0])
        if scope["path"] in self._apart:
            network += scope["path"]
        place = self._places.ask(network)
        if place is None:
            await _refuse(send)
            return
        answer = _Answer(send, self)
        try:
            if messages[0]["more_body"]:
                await place  # it will have to be asked whether they are still there
            elif not place.done():
                messages += await _wait(place, receive)
            if place.done():
                received = _again(messages, receive)
                await self._application(scope, received, answer.take)
        except BaseException:
            answer.forget()
            raise
        finally:
            self._places.leave(place, network)
        await answer.give()

    def _passes(self, path: str) -> bool:
        return path in self._passing or path.startswith(self._below)


class _Answer:
    """Kept until it is whole: whoever reads slowly holds no place meanwhile."""

    def __init__(self, send: Send, pages: Pages) -> None:
        self._send = send
        self._pages = pages
        self._kept: list[Message] = []
        self._bytes = 0  # of it, counted among what all pages keep

    async def take(self, message: Message) -> None:
        """Keep it; what is too much is given at once."""
        size = len(message.get("body", b""))
        self._kept.append(message)
        self._bytes += size
        self._pages.kept_bytes += size
        if self._bytes > ANSWERED_BYTES or self._pages.kept_bytes > KEPT_BYTES:
            await self.give()

    async def give(self) -> None:
        """Send what is kept; that may take as long as the peer's reading."""
        try:
            for message in self._kept:
                await self._send(message)
        finally:
            self.forget()

    def forget(self) -> None:
        """Keep nothing any more."""
        self._pages.kept_bytes -= self._bytes
        self._kept, self._bytes = [], 0


class Places:
    """``most`` places, ``most_of_a_network`` of them for one; who came first is first.

    But one whose network has its part lets others pass.
    """

    def __init__(self, most: int, most_of_a_network: int) -> None:
        self._free = most
        self._most_of_a_network = most_of_a_network
        self._taken: Counter[str] = Counter()
        self._waiting: deque[tuple[str, asyncio.Future[None]]] = deque()
        self._lines: Counter[str] = Counter()

    def ask(self, network: str) -> asyncio.Future[None] | None:
        """A place; it is done as soon as that is free. None: too many wait."""
        if self._lines[network] >= WAITING_MOST:
            return None
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((network, place))
        self._lines[network] += 1
        self._fill()
        return place

    def leave(self, place: asyncio.Future[None], network: str) -> None:
        """Give it back, or wait no more."""
        if not place.done() or place.cancelled():
            self._waiting.remove((network, place))
            self._leave_line(network)
            return
        self._free += 1
        self._taken[network] -= 1
        if not self._taken[network]:
            del self._taken[network]
        self._fill()

    def _leave_line(self, network: str) -> None:
        self._lines[network] -= 1
        if not self._lines[network]:
            del self._lines[network]

    def _fill(self) -> None:
        passed: list[tuple[str, asyncio.Future[None]]] = []
        while self._free and self._waiting:
            network, place = self._waiting.popleft()
            if self._taken[network] >= self._most_of_a_network:
                passed.append((network, place))
                continue
            self._free -= 1
            self._leave_line(network)
            self._taken[network] += 1
            place.set_result(None)
        self._waiting.extendleft(reversed(passed))


async def _gather(receive: Receive) -> Message:
    """The body as one message, or as much of it as may wait; or that they have left."""
    body, more = bytearray(), True
    while more and len(body) <= GATHERED_BYTES:
        message = await receive()
        if message["type"] != "http.request":
            return message
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return {"type": "http.request", "body": bytes(body), "more_body": more}


async def _wait(place: asyncio.Future[None], receive: Receive) -> list[Message]:
    """Wait for the place, or until they leave, which is the next thing to hear."""
    coming = asyncio.ensure_future(receive())
    try:
        await asyncio.wait((place, coming), return_when=asyncio.FIRST_COMPLETED)
        return [coming.result()] if coming.done() else []
    finally:
        coming.cancel()


def _again(messages: list[Message], receive: Receive) -> Receive:
    waiting = deque(messages)

    async def receive_again() -> Message:
        return waiting.popleft() if waiting else await receive()

    return receive_again


async def _refuse(send: Send) -> None:
    text = b"Too many requests from where you are: try again in a moment.\n"
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"retry-after", str(RETRY_SECONDS).encode()),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": text})

"""Connections that read and check, and the board that counts for all of them."""

import asyncio
import contextlib
import time
from array import array
from collections import defaultdict, deque
from collections.abc import Callable, Sequence

from tests.benchmarks.streams import Mistake, Stream

PATIENCE_SECONDS = 60
Greeting = Sequence[tuple[bytes, bytes]]
Say = Callable[[], None]


class Connection(asyncio.Protocol):
    """A client that goes in by ``greeting``: what it says, and then waits to hear.

    What it hears later it only answers where an answer is due.
    """

    def __init__(self, stream: Stream, greeting: Greeting) -> None:
        self._stream, self._greeting = stream, list(greeting)
        self.is_in = asyncio.get_running_loop().create_future()
        self.mistake = ""
        self._rest = b""
        self._is_leaving = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport
        self.transport.write(self._greeting[0][0])

    def data_received(self, data: bytes) -> None:
        if self._greeting:
            return self._enter(data)
        if self._rest:
            data = self._rest + data
        try:
            piece = self._stream.cut(data)
        except Mistake as error:
            return self.fail(str(error))
        self._rest = piece.rest
        if piece.replies:
            self.transport.write(piece.replies)
        if piece.numbers:
            self.hear(piece.numbers)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.is_in.done():
            self.is_in.set_exception(
                Mistake(f"nobody is let in: {self._rest[-300:]!r}")
            )
        elif not self._is_leaving:
            self.fail("somebody was cut off")

    def leave(self) -> None:
        self._is_leaving = True
        self.transport.abort()

    def entered(self) -> None:
        """It is in; what it hears from now on is heard by ``hear``."""

    def hear(self, numbers: list[int]) -> None:
        """Messages have come."""

    def fail(self, what: str) -> None:
        """Something came that is wrong, or nothing can come any more."""
        self.mistake = self.mistake or what

    def _enter(self, data: bytes) -> None:
        self._rest += data
        if self._greeting[0][1] not in self._rest:
            return
        del self._greeting[0]
        if self._greeting:
            return self.transport.write(self._greeting[0][0])
        begun, self._rest = self._stream.begin(self._rest), b""
        self.entered()
        self.is_in.set_result(self)
        self.data_received(begun)


class Reader(Connection):
    """``place``: how many messages it has heard."""

    def __init__(self, board: "Board", stream: Stream, greeting: Greeting) -> None:
        super().__init__(stream, greeting)
        self.board = board

    def entered(self) -> None:
        self.place = self.board.enter()

    def hear(self, numbers: list[int]) -> None:
        self.board.hear(self, numbers)

    def fail(self, what: str) -> None:
        self.board.fail(what)


class Board:
    """Who has heard what: ``said`` so many messages, ``done`` of them heard by all.

    There is one order for all readers: that in which a message comes to the first of
    them. What somebody says comes in the order in which they say it.
    """

    def __init__(self) -> None:
        self.said = self.done = 0
        self.mistake = ""
        self._order: list[int] = []
        # What each speaker has said that nobody has heard yet.
        self._unheard: defaultdict[int, deque[int]] = defaultdict(deque)
        self._speakers: dict[int, int] = {}
        # How many readers stand at a place of the order.
        self._at: defaultdict[int, int] = defaultdict(int)
        self._over: asyncio.Future[None] | None = None
        self._go_on: Callable[[], None] = lambda: None

    def enter(self) -> int:
        """Somebody comes in while nobody speaks: the place in the order they are at."""
        self._at[len(self._order)] += 1
        return len(self._order)

    def hear(self, reader: Reader, numbers: list[int]) -> None:
        """A reader was sent messages."""
        place = reader.place
        reader.place = end = place + len(numbers)
        if self._order[place:end] != numbers:
            self._hear_news(place, numbers)
        self._at[place] -= 1
        self._at[end] += 1
        if place == self.done and not self._at[place]:
            self._advance()

    def fail(self, what: str) -> None:
        """Whoever waits for readers hears of the first mistake."""
        self.mistake = self.mistake or what
        if self._over and not self._over.done():
            self._over.set_exception(Mistake(self.mistake))

    def next_for(self, speaker: int) -> int:
        """The number of what this speaker says now."""
        number, self.said = self.said, self.said + 1
        self._unheard[speaker].append(number)
        self._speakers[number] = speaker
        return number

    async def drive(self, say: Say, flying: int, seconds: float) -> int:
        """Say things for so long, with ``flying`` of them not heard by all; how many.

        ``say`` says one more. Returns when everybody has heard them all; there are
        as many as may be in flight at least.

        Raises:
            Mistake: somebody was sent something twice, late, or not at all.
        """
        if self.mistake:
            raise Mistake(self.mistake)
        loop, first = asyncio.get_running_loop(), self.said
        until, least = loop.time() + seconds, first + flying

        def go_on() -> None:
            while self.said < self.done + flying and (
                self.said < least or loop.time() < until
            ):
                say()
            if self.done == self.said:
                self._end()

        await self._wait(go_on, seconds)
        return self.said - first

    def _hear_news(self, place: int, numbers: list[int]) -> None:
        """Somebody is the first to hear something, or hears something else."""
        for heard, number in enumerate(numbers, place):
            if heard == len(self._order):
                self._accept(number)
            elif self._order[heard] != number:
                self._fail_at(heard, number)

    def _accept(self, number: int) -> None:
        unheard = self._unheard[self._speakers.pop(number, -1)]
        if not unheard:
            self.fail(f"message {number} came again")
        elif (expected := unheard.popleft()) != number:
            self.fail(f"message {expected} did not come before {number}")
        self._order.append(number)

    def _fail_at(self, place: int, number: int) -> None:
        if number in self._order[:place]:
            self.fail(f"message {number} came again")
        else:
            self.fail(f"message {self._order[place]} did not come before {number}")

    def _advance(self) -> None:
        while self.done < len(self._order) and not self._at[self.done]:
            del self._at[self.done]
            self.done += 1
        self._go_on()

    async def _wait(self, go_on: Callable[[], None], seconds: float) -> None:
        """Let ``go_on`` be called whenever something is done, until the end."""
        self._over, self._go_on = asyncio.get_running_loop().create_future(), go_on
        try:
            go_on()
            async with asyncio.timeout(seconds + PATIENCE_SECONDS):
                await self._over
        except TimeoutError:
            late = f"{self.done} of {self.said} messages have come to everybody"
            raise Mistake(late) from None
        finally:
            self._over, self._go_on = None, lambda: None

    def _end(self) -> None:
        if self._over and not self._over.done():
            self._over.set_result(None)


class TimedBoard(Board):
    """It also knows how long each delivery took: ``waits``, in seconds.

    A mistake does not end it: what was dropped can be counted.
    """

    def __init__(self) -> None:
        super().__init__()
        self.waits = array("d")
        self._due: dict[int, float] = {}

    def fail(self, what: str) -> None:
        self.mistake = self.mistake or what

    def hear(self, reader: Reader, numbers: list[int]) -> None:
        now = time.perf_counter()
        self.waits.extend(now - self._due[number] for number in numbers)
        super().hear(reader, numbers)

    async def speak(self, say: Say, each_second: int, seconds: float) -> int:
        """Say things at an even pace, whoever has heard them or not; how many.

        A wait begins when it was time to say it, should the speaker be late as well.
        Returns when everybody has heard them all, or will not any more.
        """
        self.waits, self.mistake = array("d"), ""
        began, first = time.perf_counter(), self.said
        for which in range(round(each_second * seconds)):
            due = began + which / each_second
            await asyncio.sleep(max(0, due - time.perf_counter()))
            self._due[self.said] = due
            say()
        with contextlib.suppress(Mistake):
            await self._wait(self._end_if_done, 0)
        return self.said - first

    def _end_if_done(self) -> None:
        if self.done == self.said:
            self._end()

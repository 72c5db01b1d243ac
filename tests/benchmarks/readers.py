"""Those who listen: they cost little, and notice what is missing or doubled."""

import asyncio
import re
from collections.abc import Callable

SECONDS = 120
NUMBER = rb"m(\d{8})"


def words(number: int) -> str:
    """A message of 32 characters that has its number in it."""
    return f"m{number:08} {'.' * 22}"


class Board:
    """What was said and who has heard it; messages are numbered from 0."""

    def __init__(self) -> None:
        self.readers: list[Reader] = []
        self.said = 0
        # How many have not heard a message yet, by its number.
        self._missing: dict[int, int] = {}
        self._done: Callable[[int], None] = lambda number: None

    def heard(self, number: int) -> None:
        """One more has heard it."""
        missing = self._missing.get(number)
        if missing is None:
            return
        if missing == 1:
            del self._missing[number]
            self._done(number)
        else:
            self._missing[number] = missing - 1

    async def drive(self, say: Callable[[str], None], count: int, flying: int) -> None:
        """Say so many things, with ``flying`` of them not heard by everybody yet.

        Raises:
            TimeoutError: somebody does not hear something.
        """
        room, over = asyncio.Semaphore(flying), asyncio.Event()
        end = self.said + count

        def done(number: int) -> None:
            room.release()
            if self.said == end and not self._missing:
                over.set()

        self._done = done
        async with asyncio.timeout(SECONDS):
            for number in range(self.said, end):
                await room.acquire()
                self._missing[number] = len(self.readers)
                self.said = number + 1
                say(words(number))
            await over.wait()

    @property
    def mistakes(self) -> list[str]:
        """What somebody has heard twice, not at all, or in another order."""
        return [
            f"reader {which} heard {reader.heard} of {self.said}, {reader.wrong} wrong"
            for which, reader in enumerate(self.readers)
            if reader.wrong or reader.heard != self.said - reader.first
        ]


class Reader(asyncio.Protocol):
    """``greeting`` are the words of both sides, by turns, until the reader is in.

    ``before`` is what stands before the number of a message, each time just once.
    """

    def __init__(
        self, board: Board, greeting: list[tuple[bytes, bytes]], before: bytes
    ) -> None:
        self.board, self._greeting = board, greeting
        self.is_in = asyncio.get_running_loop().create_future()
        self.first = self.next = self.heard = self.wrong = 0
        self._rest = b""
        self._find = re.compile(re.escape(before) + NUMBER).findall
        self._keep = len(before) + len(words(0).split()[0]) - 1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.transport.write(self._greeting[0][0])

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        if not self.is_in.done():
            self._enter(data)
            return
        for found in self._find(data):
            self._hear(int(found))
        # A number may have been cut in two.
        self._rest = data[-self._keep :]

    def connection_lost(self, exc: Exception | None) -> None:
        self.wrong += not self.transport.is_closing()
        if not self.is_in.done():
            self.is_in.set_exception(ConnectionError("nobody let it in"))

    def say(self, data: bytes) -> None:
        self.transport.write(data)

    def _enter(self, data: bytes) -> None:
        self._rest = data
        if self._greeting[0][1] not in data:
            return
        self._rest = b""
        del self._greeting[0]
        if self._greeting:
            self.transport.write(self._greeting[0][0])
        else:
            self.first = self.next = self.board.said
            self.is_in.set_result(self)

    def _hear(self, number: int) -> None:
        if number != self.next:
            self.wrong += 1
        self.next = number + 1
        self.heard += 1
        self.board.heard(number)

"""Many people at one server, some of whom speak."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from typing import Any

from tests.benchmarks import machine
from tests.benchmarks.peers import Peer
from tests.benchmarks.readers import Board, Connection, Reader
from tests.benchmarks.streams import Mistake, words

AT_ONCE = 100
SPEAKERS = 64
LET_IN_SECONDS = 600
# One address has no more than some 28,000 ports.
CONNECTIONS_PER_ADDRESS = 20_000


class Crowd:
    """People who hear what some of them say; the ``board`` is that of those who check.

    ``speakers`` are those who may speak; as many do as there are messages in flight.
    """

    def __init__(
        self, peer: Peer, board: Board, people: Sequence[Connection], speakers: int
    ) -> None:
        self._peer, self._board = peer, board
        self._people, self._speakers = people, speakers
        self._turns = itertools.cycle(range(1))

    async def fly(self, flying: int, seconds: float) -> int:
        """Keep so many messages in flight for so long; how many deliveries it was."""
        self._turns = itertools.cycle(range(min(flying, self._speakers)))
        messages = await self._board.drive(self.say, flying, seconds)
        return messages * (len(self._people) - (not self._peer.echoes))

    def say(self) -> None:
        """Whose turn it is says something."""
        speaker = next(self._turns)
        text = words(self._board.next_for(speaker))
        self._people[speaker].transport.write(self._peer.said(text))


@contextlib.asynccontextmanager
async def crowd(peer: Peer, count: int, board: Board) -> AsyncIterator[Crowd]:
    """So many people, until they leave.

    Where nobody is sent what they say themselves, those who may speak check nothing.
    """
    speakers = max(1, min(SPEAKERS, count // 2))

    def person(which: int) -> Connection:
        if which < speakers and not peer.echoes:
            return Connection(peer.stream, peer.greeting(which))
        return Reader(board, peer.stream, peer.greeting(which))

    async with connected(peer, person, range(count)) as people:
        await machine.settle(peer.pids)
        yield Crowd(peer, board, people, speakers)


@contextlib.asynccontextmanager
async def connected(
    peer: Peer,
    person: Callable[[int], Connection],
    numbers: Sequence[int],
    at_once: int = AT_ONCE,
) -> AsyncIterator[list[Connection]]:
    """Let people in; they leave at the end, and the server has settled then.

    Raises:
        Mistake: somebody was not let in, or had to leave before.
    """
    people: list[Connection] = []
    few = asyncio.Semaphore(at_once)

    async def enter(which: int) -> Connection:
        async with few:
            source = (f"127.0.0.{2 + which // CONNECTIONS_PER_ADDRESS}", 0)
            _, one = await asyncio.get_running_loop().create_connection(
                lambda: person(which), *peer.address, local_addr=source
            )
            people.append(one)
            return await one.is_in

    try:
        yield await _all_of(map(enter, numbers))
        for one in people:
            if one.mistake:
                raise Mistake(one.mistake)
    finally:
        for one in people:
            one.leave()
        await machine.settle(peer.pids)


async def _all_of(
    coming: Iterable[Coroutine[Any, Any, Connection]],
) -> list[Connection]:
    """Everybody, in their order.

    Raises:
        Mistake: somebody is not let in.
    """
    try:
        async with asyncio.timeout(LET_IN_SECONDS):
            results = await asyncio.gather(*coming, return_exceptions=True)
    except TimeoutError:
        raise Mistake("not everybody was let in") from None
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return [result for result in results if not isinstance(result, BaseException)]

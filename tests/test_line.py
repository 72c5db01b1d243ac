"""What is written to a line arrives whole and in order, however the peer reads."""

import asyncio
import contextlib
import gc
import itertools
import socket
from typing import NamedTuple
from unittest.mock import Mock

import pytest
import uvloop

from chat.line import SocketLine, flush_all, send_all
from chat.outbox import LIMIT_BYTES, Outbox

SECONDS = 20
MUCH = bytes(range(256)) * 4096 * 8


class Owner(NamedTuple):
    line: SocketLine


class Protocol(asyncio.Protocol):
    """The server's side of one connection."""

    def __init__(self, place):
        self.place = place

    def connection_made(self, transport):
        self.transport = transport
        self.line = SocketLine(transport)
        self.told = []
        self.line.paused = lambda: self.told.append("paused")
        self.line.resumed = lambda: self.told.append("resumed")
        self.line.send, self.sent = self._noted(self.line.send), []
        self.lost = asyncio.Event()
        self.place.put_nowait(self)

    def _noted(self, send):
        def noted(data):
            self.sent.append(data)
            return send(data)

        return noted

    def pause_writing(self):
        self.line.pause()

    def resume_writing(self):
        self.line.resume()

    def connection_lost(self, error):
        self.line.lose()
        self.lost.set()


def on_both_loops(test):
    """``enter`` connects: it returns the server's side, and the other's reader."""

    @pytest.mark.parametrize("make", [asyncio.new_event_loop, uvloop.new_event_loop])
    def run(make):
        with asyncio.Runner(loop_factory=make) as runner:
            runner.run(_with_a_server(test))

    return run


async def _with_a_server(test):
    place, writers = asyncio.Queue(), []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Protocol(place), "127.0.0.1", 0)

    async def enter():
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        writers.append(writer)
        return await place.get(), reader

    try:
        async with asyncio.timeout(SECONDS):
            await test(enter)
    finally:
        for writer in writers:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
        server.close()
        await server.wait_closed()


def send_to_all(lines, data):
    """As an audience does."""
    flush_all()
    send_all({Owner(line): line.send for line in lines}, data)


@on_both_loops
async def test_what_is_written_in_one_turn_leaves_as_one(enter):
    peer, reader = await enter()
    peer.line.write(b"one room, ")
    peer.line.write(b"another")
    assert not peer.sent
    assert await reader.readexactly(17) == b"one room, another"
    peer.line.write(b", later")
    assert await reader.readexactly(7) == b", later"
    assert peer.sent == [b"one room, another", b", later"]


@on_both_loops
async def test_what_is_sent_to_all_overtakes_nothing(enter):
    peers = [await enter() for _ in range(3)]
    peers[1][0].line.write(b"welcome, ")
    send_to_all([peer.line for peer, _ in peers], b"all")
    assert await peers[0][1].readexactly(3) == b"all"
    assert await peers[1][1].readexactly(12) == b"welcome, all"
    assert await peers[2][1].readexactly(3) == b"all"


@on_both_loops
async def test_a_slow_peer_gets_everything_in_order(enter):
    for write in (send_to_all, lambda lines, data: lines[0].write(data)):
        peer, reader = await enter()
        write([peer.line], MUCH)
        await _is_read_late(peer, reader)


async def _is_read_late(peer, reader):
    assert peer.line.waiting()
    await asyncio.sleep(0)
    assert peer.told == ["paused"]
    peer.line.write(b"end")
    waiting = peer.line.waiting()
    assert 3 < waiting < len(MUCH)
    drained = asyncio.create_task(peer.line.drain())
    assert await reader.readexactly(len(MUCH)) == MUCH
    assert await reader.readexactly(3) == b"end"
    await drained
    assert peer.told == ["paused", "resumed"]
    assert peer.line.waiting() == 0
    send_to_all([peer.line], b"again")
    assert await reader.readexactly(5) == b"again"


@on_both_loops
async def test_what_the_protocol_says_comes_between_and_not_amid(enter):
    peer, reader = await enter()
    frame, frames = bytes(range(1, 256)) * 64, 0
    while not peer.line.waiting():
        send_to_all([peer.line], frame)
        frames += 1
    peer.transport.write(b"pong")
    sent = frame * frames + b"pong"
    assert await reader.readexactly(len(sent)) == sent


@on_both_loops
async def test_an_answer_behind_much_in_one_turn_waits_for_nothing(enter):
    peer, reader = await enter()
    outbox = Outbox(peer.line, lambda refused: None)
    reading = asyncio.create_task(reader.readexactly(2 * LIMIT_BYTES))
    for _ in range(16):
        await outbox.put(bytes(LIMIT_BYTES // 8))
    assert await reading == bytes(2 * LIMIT_BYTES)


@on_both_loops
async def test_who_is_gone_keeps_nothing_from_the_others(enter):
    (gone, _), (peer, reader) = await enter(), await enter()
    gone.transport.abort()
    await gone.lost.wait()
    send_to_all([gone.line, peer.line], b"all")
    gone.line.write(b"nobody hears that")
    await gone.line.drain()
    assert await reader.readexactly(3) == b"all"
    assert gone.told == ["resumed"]


@on_both_loops
async def test_who_waits_for_a_line_hears_of_its_loss(enter):
    peer, _ = await enter()
    peer.line.write(MUCH)
    drained = asyncio.create_task(peer.line.drain())
    await asyncio.sleep(0)
    assert not drained.done()
    peer.transport.abort()
    await drained


def test_a_line_that_is_forgotten_closes_nothing():
    """As when a loop has ended, and nobody was told of the connections."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        transport = Mock(get_extra_info={"socket": ours}.get)
        SocketLine(transport)
        gc.collect()
        ours.send(b"still open")
        assert theirs.recv(10) == b"still open"


def test_there_is_no_line_past_encryption():
    transport = Mock(get_extra_info=lambda name: name == "sslcontext")
    with pytest.raises(ValueError, match="encryption"):
        SocketLine(transport)


@on_both_loops
async def test_after_its_end_a_line_takes_nothing_more(enter):
    peer, reader = await enter()
    peer.line.write(b"last words")
    peer.line.end()
    peer.transport.write_eof()
    peer.line.write(b"too late")
    assert await reader.read() == b"last words"


@on_both_loops
async def test_a_connection_that_has_ended_touches_no_other(enter):
    """Of whoever comes next, the socket has the same number."""
    peer, _ = await enter()
    number = peer.transport.get_extra_info("socket").fileno()
    peer.transport.abort()
    await peer.lost.wait()
    await asyncio.sleep(0.01)
    others = []
    while number not in (each.fileno() for pair in others for each in pair):
        others.append(socket.socketpair())
        assert len(others) < 20
    send_to_all([peer.line], b"not for them")
    peer.line.write(b"not for them")
    peer.line.flush()
    del peer
    gc.collect()
    ends = [*itertools.chain(*others)]
    for end in ends:
        end.setblocking(False)
        with pytest.raises(BlockingIOError):
            end.recv(1)
    for end in ends:
        end.close()

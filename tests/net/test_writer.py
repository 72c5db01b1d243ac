"""What is written to a writer arrives whole and in order, however the peer reads."""

import asyncio
import gc
import socket
from unittest.mock import Mock

import pytest

from chat.net.outbox import LIMIT_BYTES, Outbox
from chat.net.writer import SocketWriter
from tests.support.connections import MUCH, is_read_late, on_both_loops


@on_both_loops
async def test_what_is_written_in_one_turn_leaves_as_one(enter):
    peer, reader = await enter()
    peer.writer.write(b"one room, ")
    peer.writer.write(b"another")
    assert not peer.sent
    assert await reader.readexactly(17) == b"one room, another"
    peer.writer.write(b", later")
    assert await reader.readexactly(7) == b", later"
    assert peer.sent == [b"one room, another", b", later"]


@on_both_loops
async def test_a_slow_peer_gets_everything_in_order(enter):
    peer, reader = await enter()
    peer.writer.write(MUCH)
    await is_read_late(peer, reader)


@on_both_loops
async def test_an_answer_behind_much_in_one_turn_waits_for_nothing(enter):
    peer, reader = await enter()
    outbox = Outbox(peer.writer, lambda refused: None)
    reading = asyncio.create_task(reader.readexactly(2 * LIMIT_BYTES))
    for _ in range(16):
        await outbox.put(bytes(LIMIT_BYTES // 8))
    assert await reading == bytes(2 * LIMIT_BYTES)


@on_both_loops
async def test_who_waits_for_a_line_hears_of_its_loss(enter):
    peer, _ = await enter()
    peer.writer.write(MUCH)
    drained = asyncio.create_task(peer.writer.drain())
    await asyncio.sleep(0)
    assert not drained.done()
    peer.transport.abort()
    await drained


@pytest.mark.dear
def test_a_line_that_is_forgotten_closes_nothing():
    """As when a loop has ended, and nobody was told of the connections."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        transport = Mock(get_extra_info={"socket": ours}.get)
        SocketWriter(transport)
        gc.collect()
        ours.send(b"still open")
        assert theirs.recv(10) == b"still open"


def test_there_is_no_line_past_encryption():
    transport = Mock(get_extra_info=lambda name: name == "sslcontext")
    with pytest.raises(ValueError, match="encryption"):
        SocketWriter(transport)


@on_both_loops
async def test_after_its_end_a_line_takes_nothing_more(enter):
    peer, reader = await enter()
    peer.writer.write(b"last words")
    peer.writer.end()
    peer.transport.write_eof()
    peer.writer.write(b"too late")
    assert await reader.read() == b"last words"

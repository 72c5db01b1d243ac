"""What is sent to many at once comes to each of them, by io_uring and by calls."""

import asyncio
import gc
import itertools
import socket
from contextlib import ExitStack

import pytest

from chat.net import io_uring, multicast
from chat.net.multicast import Multicast
from chat.net.writer import flush_all
from tests.support.connections import MUCH, SECONDS, is_read_late, on_both_loops
from tests.support.replacing import Replacing
from tests.support.tools import absent


@pytest.fixture(autouse=True, params=["io_uring", "calls"])
def way(request, monkeypatch):
    if request.param == "calls":
        monkeypatch.setattr(multicast, "ring", lambda: None)
    elif io_uring.ring() is None:
        absent("io_uring")


def together(*writers):
    group = Multicast()
    for writer in writers:
        group.add(writer)
    return group


def send(group, data):
    """As an audience does."""
    flush_all()
    group.send(data)


@on_both_loops
async def test_what_is_sent_to_all_overtakes_nothing(enter):
    (ada, to_ada), (bob, to_bob), (cyd, to_cyd) = [await enter() for _ in range(3)]
    bob.writer.write(b"welcome, ")
    send(together(ada.writer, bob.writer, cyd.writer), b"all")
    assert await to_ada.readexactly(3) == b"all"
    assert await to_bob.readexactly(12) == b"welcome, all"
    assert await to_cyd.readexactly(3) == b"all"


@on_both_loops
async def test_a_slow_peer_gets_everything_in_order(enter):
    (slow, to_slow), (peer, to_peer) = await enter(), await enter()
    group, size = together(slow.writer, peer.writer), len(MUCH) // 256
    paused, note = asyncio.Event(), slow.writer.paused

    def pause():
        """As whoever is in an audience does: it goes on by itself."""
        note()
        group.discard(slow.writer)
        paused.set()

    slow.writer.paused = pause
    for at in range(0, len(MUCH), size):
        part = MUCH[at : at + size]
        if paused.is_set():
            slow.writer.write(part)
        send(group, part)
        assert await to_peer.readexactly(size) == part
    await is_read_late(slow, to_slow)
    group.add(slow.writer)
    send(group, b"together")
    assert await to_slow.readexactly(8) == await to_peer.readexactly(8) == b"together"


@on_both_loops
async def test_more_than_fits_at_once_comes_whole(enter):
    peer, reader = await enter()
    send(together(peer.writer), MUCH)
    await is_read_late(peer, reader)


@on_both_loops
async def test_what_the_protocol_says_comes_between_and_not_amid(enter):
    peer, reader = await enter()
    frame, frames = bytes(range(1, 256)) * 64, 0
    while not peer.writer.waiting():
        send(together(peer.writer), frame)
        frames += 1
    peer.transport.write(b"pong")
    sent = frame * frames + b"pong"
    assert await reader.readexactly(len(sent)) == sent


@on_both_loops
async def test_who_was_added_twice_is_sent_it_once(enter):
    peer, reader = await enter()
    group = together(peer.writer, peer.writer)
    send(group, b"once")
    group.discard(peer.writer)
    send(group, b"never")
    peer.transport.close()
    assert await reader.read() == b"once"


@on_both_loops
async def test_a_kernel_that_sends_no_more_is_asked_no_more(enter):
    (ada, to_ada), (bob, to_bob) = await enter(), await enter()
    group = together(ada.writer, bob.writer)
    asked = []

    def refuse(*call):
        asked.append(call)
        raise PermissionError(1, "no")

    with Replacing.context() as meanwhile:
        meanwhile.setattr(io_uring, "_call", refuse)
        send(group, b"by calls, ")
        send(group, b"from now on")
    for reader in to_ada, to_bob:
        assert await reader.readexactly(21) == b"by calls, from now on"
    assert len(asked) <= 1


@on_both_loops
async def test_who_has_left_is_sent_nothing(enter):
    ends = [await enter() for _ in range(4)]
    writers = [peer.writer for peer, _ in ends]
    group = together(*writers)
    for writer in (writers[1], writers[3], writers[1]):
        group.discard(writer)
    send(group, b"first,")
    group.add(writers[1])
    group.discard(writers[0])
    send(group, b"second")
    for peer, _ in ends:
        peer.transport.close()
    heard = [await reader.read() for _, reader in ends]
    assert heard == [b"first,", b"second", b"first,second", b""]


@on_both_loops
async def test_who_is_gone_keeps_nothing_from_the_others(enter):
    ends = [await enter() for _ in range(5)]
    group = together(*(peer.writer for peer, _ in ends))
    for gone in ends[0][0], ends[2][0]:
        gone.transport.abort()
        await gone.lost.wait()
        assert not gone.writer.holders
    send(group, b"all")
    for _, reader in ends[1], ends[3], ends[4]:
        assert await reader.readexactly(3) == b"all"
    assert ends[0][0].told == ["resumed"]


@on_both_loops
async def test_who_goes_and_is_not_noticed_yet_keeps_nothing_from_the_others(enter):
    (gone, to_gone), (peer, reader) = await enter(), await enter()
    group = together(gone.writer, peer.writer)
    to_gone._transport.abort()
    async with asyncio.timeout(SECONDS):
        while not gone.lost.is_set():
            send(group, b"all")
            assert await reader.readexactly(3) == b"all"


@pytest.mark.dear
@on_both_loops
async def test_a_connection_that_has_ended_touches_no_other(enter):
    """Of whoever comes next, the socket has the same number."""
    peer, _ = await enter()
    group = together(peer.writer)
    number = peer.transport.get_extra_info("socket").fileno()
    peer.transport.abort()
    await peer.lost.wait()
    await asyncio.sleep(0.01)
    others = []
    while number not in (each.fileno() for pair in others for each in pair):
        others.append(socket.socketpair())
        assert len(others) < 20
    send(group, b"not for them")
    send(together(peer.writer), b"not for them")
    peer.writer.write(b"not for them")
    peer.writer.flush()
    del peer
    gc.collect()
    with ExitStack() as ends:
        for end in itertools.chain(*others):
            ends.enter_context(end).setblocking(False)
            with pytest.raises(BlockingIOError):
                end.recv(1)

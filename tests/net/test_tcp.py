"""The bridge: real sockets, an application that does what the test says."""

import asyncio
import logging
import socket
import struct
from contextlib import asynccontextmanager

import pytest

from chat.net import tcp_connection
from chat.net.tcp import Door, TcpServer
from chat.net.tcp_connection import TcpLimits

ENOUGH = 16 * 1024 * 1024  # more than the kernel takes on a connection's behalf
PATIENCE_SECONDS = 60


class Call:
    """One call of the application, in the hands of the test."""

    def __init__(self, scope, receive, send):
        self.scope = scope
        self._receive = receive
        self._send = send
        self.end = asyncio.get_running_loop().create_future()
        self.cancelled = asyncio.Event()

    @property
    def writer(self):
        return self.scope["extensions"]["chat.writer"]

    async def hears(self, kind, **fields):
        message = await soon(self._receive())
        self.was_fresh = message.pop("fresh", None)
        assert message == {"type": kind, **fields}

    async def hears_all(self, size):
        """Receive so many bytes; return the pieces that they came in."""
        pieces = []
        while sum(map(len, pieces)) < size:
            message = await soon(self._receive())
            assert message["type"] == "tcp.receive"
            pieces.append(message["data"])
        return pieces

    def begin_to_send(self, data):
        return asyncio.create_task(self._send({"type": "tcp.send", "data": data}))

    async def sends(self, data):
        await soon(self._send({"type": "tcp.send", "data": data}))

    async def closes(self):
        await soon(self._send({"type": "tcp.close"}))

    def returns(self):
        self.end.set_result(None)

    def fails(self, error):
        self.end.set_exception(error)


class Application:
    """Gives every call to the test, which says when it ends."""

    def __init__(self):
        self._calls = asyncio.Queue()

    async def __call__(self, scope, receive, send):
        call = Call(scope, receive, send)
        self._calls.put_nowait(call)
        try:
            await call.end
        except asyncio.CancelledError:
            call.cancelled.set()
            raise

    async def call(self):
        return await soon(self._calls.get())

    @property
    def idle(self):
        return self._calls.empty()


class Peer:
    """The other end: a bare socket."""

    def __init__(self, unconnected):
        self.socket = unconnected
        self.socket.setblocking(False)
        for buffer in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            self.socket.setsockopt(socket.SOL_SOCKET, buffer, 64 * 1024)
        self._loop = asyncio.get_running_loop()

    async def connects(self, address):
        await soon(self._loop.sock_connect(self.socket, address))

    async def says(self, data):
        await soon(self._loop.sock_sendall(self.socket, data))

    def begin_to_say(self, data):
        return asyncio.create_task(self._loop.sock_sendall(self.socket, data))

    async def hears(self, data):
        assert await self.reads(len(data)) == data

    async def reads(self, size):
        data = bytearray()
        while len(data) < size:
            data += await self._some()
        return bytes(data)

    async def hears_the_end(self):
        assert await self._some() == b""

    def says_no_more(self):
        self.socket.shutdown(socket.SHUT_WR)

    def goes(self):
        self.socket.close()

    def resets(self):
        now = struct.pack("ii", 1, 0)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
        self.socket.close()

    async def _some(self):
        return await soon(self._loop.sock_recv(self.socket, 1 << 20))


class Place:
    """A bridge with its application and whoever connects to it."""

    def __init__(self, **limits):
        self.application = Application()
        doors = [Door("plain", "127.0.0.1", 0), Door("json", "127.0.0.1", 0)]
        self.bridge = TcpServer(self.application, doors, TcpLimits(**limits))
        self._peers = []

    async def connect(self, door="plain"):
        peer = Peer(socket.socket())
        self._peers.append(peer)
        await peer.connects(self.bridge.addresses[door])
        return peer

    async def enter(self, door="plain"):
        """Connect; return both ends."""
        peer = await self.connect(door)
        call = await self.application.call()
        await call.hears("tcp.connect")
        return peer, call

    @property
    def transport(self):
        [connection] = self.bridge.connections
        return connection._transport

    def leave(self):
        for peer in self._peers:
            peer.goes()


@asynccontextmanager
async def a_place(**limits):
    place = Place(**limits)
    await place.bridge.start()
    try:
        yield place
    finally:
        place.leave()
        await place.bridge.stop(0)


async def soon(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE_SECONDS)


async def until(condition):
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():
            await asyncio.sleep(0)


# --- Both ways ------------------------------------------------------------------------


async def test_the_scope_says_which_door_and_who():
    async with a_place() as place:
        peer, call = await place.enter("json")
        assert call.writer.waiting() == 0
        goes_on = call.scope["extensions"].pop("chat.goes_on")
        goes_on()  # which changes nothing while somebody is there
        assert call.scope == {
            "type": "tcp",
            "asgi": {"version": "3.0"},
            "door": "json",
            "client": peer.socket.getsockname(),
            "server": place.bridge.addresses["json"],
            "encrypted": False,
            "extensions": {
                "chat.writer": call.writer,
                "chat.is_stopping": place.bridge._shared.must_end,
            },
        }


async def test_bytes_go_both_ways():
    async with a_place() as place:
        peer, call = await place.enter()
        await peer.says(b"hello")
        await call.hears("tcp.receive", data=b"hello")
        await call.sends(b"good")
        await call.sends(b"bye")
        await peer.hears(b"goodbye")


async def test_each_connection_has_its_own_call():
    async with a_place() as place:
        ada, to_ada = await place.enter()
        bob, to_bob = await place.enter()
        await to_bob.sends(b"bob")
        await to_ada.sends(b"ada")
        await ada.hears(b"ada")
        await bob.hears(b"bob")


async def test_what_came_in_pieces_is_received_at_once():
    async with a_place() as place:
        peer, call = await place.enter()
        [connection] = place.bridge.connections
        for piece in (b"one ", b"two ", b"three"):
            await peer.says(piece)
        await until(lambda: len(connection._inbox) == 13)
        await call.hears("tcp.receive", data=b"one two three")


async def test_what_came_while_nobody_waited_for_it_is_not_fresh():
    async with a_place() as place:
        peer, call = await place.enter()
        hears = asyncio.create_task(call.hears("tcp.receive", data=b"one"))
        await asyncio.sleep(0)
        await peer.says(b"one")
        await hears
        assert call.was_fresh
        [connection] = place.bridge.connections
        await peer.says(b"two")
        await until(lambda: connection._inbox)
        await call.hears("tcp.receive", data=b"two")
        assert not call.was_fresh


async def test_whoever_is_not_done_long_after_the_loss_is_cancelled(monkeypatch):
    monkeypatch.setattr("chat.net.lost.LOST_SECONDS", 0.05)
    async with a_place() as place:
        peer, call = await place.enter()
        peer.resets()
        await soon(call.cancelled.wait())


async def test_a_message_that_does_not_exist_is_the_applications_fault():
    async with a_place() as place:
        _, call = await place.enter()
        with pytest.raises(ValueError, match="http"):
            await call._send({"type": "http.response.start"})


# --- The end --------------------------------------------------------------------------


async def test_a_peer_that_says_no_more_still_hears_the_answers():
    async with a_place() as place:
        peer, call = await place.enter()
        await peer.says(b"ada\nhi\n")
        peer.says_no_more()
        await call.hears("tcp.receive", data=b"ada\nhi\n")
        await call.hears("tcp.disconnect", eof=True)
        await call.sends(b"welcome")
        call.returns()
        await peer.hears(b"welcome")
        await peer.hears_the_end()
        await until(lambda: not place.bridge.connections)


async def test_the_end_comes_after_all_that_came_before_it():
    async with a_place(read_bytes=1000) as place:
        peer, call = await place.enter()
        saying = peer.begin_to_say(b"x" * 100_000)
        pieces = [await call.hears_all(50_000)]
        await saying
        peer.says_no_more()
        got = sum(map(len, pieces[0]))
        pieces.append(await call.hears_all(100_000 - got))
        await call.hears("tcp.disconnect", eof=True)


async def test_a_reset_is_no_clean_end():
    async with a_place() as place:
        peer, call = await place.enter()
        peer.resets()
        await call.hears("tcp.disconnect", eof=False)


async def test_what_came_before_a_reset_is_received():
    async with a_place() as place:
        peer, call = await place.enter()
        [connection] = place.bridge.connections
        await peer.says(b"last words")
        await until(lambda: connection._inbox)
        peer.resets()
        await until(lambda: not place.bridge.connections)
        await call.hears("tcp.receive", data=b"last words")
        await call.hears("tcp.disconnect", eof=False)


async def test_what_the_kernel_has_when_a_peer_is_lost_is_received_too():
    async with a_place(read_bytes=1000) as place:
        peer, call = await place.enter()
        await peer.says(b"x" * 20_000)
        peer.goes()  # with unread bytes ahead of it, it is reset by the next word
        while place.bridge.connections:
            await call.sends(b"are you there?")
            await asyncio.sleep(0)
        assert len(await call.hears_all(20_000)) > 1
        await call.hears("tcp.disconnect", eof=False)


async def test_whoever_does_what_a_lost_peer_has_said_is_waited_for(monkeypatch):
    async with a_place() as place:
        peer, call = await place.enter()
        peer.resets()
        await until(lambda: place.bridge._shared.lost)
        [connection] = place.bridge._shared.lost
        goes_on, ends = call.scope["extensions"]["chat.goes_on"], []
        for _ in range(8):
            ends.append(connection._lost._timer.when())
            await asyncio.sleep(0.01)
            goes_on()
        assert ends == sorted(set(ends))
        assert not call.cancelled.is_set()
        monkeypatch.setattr("chat.net.lost.LOST_SECONDS", 0.05)
        goes_on()
        await soon(call.cancelled.wait())


async def test_a_peer_that_is_lost_after_its_end_has_said_everything():
    async with a_place() as place:
        peer, call = await place.enter()
        peer.says_no_more()
        sending = call.begin_to_send(b"x" * ENOUGH)
        await until(lambda: place.transport.get_write_buffer_size())
        peer.resets()
        await soon(sending)
        await call.hears("tcp.disconnect", eof=True)


async def test_to_send_after_the_end_does_nothing():
    async with a_place() as place:
        peer, call = await place.enter()
        peer.resets()
        await call.hears("tcp.disconnect", eof=False)
        for _ in range(10):
            await call.sends(b"x" * 100_000)
        await call.closes()


async def test_close_delivers_what_was_sent_and_then_ends():
    async with a_place() as place:
        peer, call = await place.enter()
        sending = call.begin_to_send(b"x" * ENOUGH)
        await until(lambda: place.transport.get_write_buffer_size())
        await call.closes()
        await call.hears("tcp.disconnect", eof=False)
        assert await peer.reads(ENOUGH) == b"x" * ENOUGH
        await peer.hears_the_end()
        await soon(sending)
        peer.goes()
        call.returns()
        await until(lambda: not place.bridge.connections)


async def test_an_application_that_returns_closes_the_connection():
    async with a_place() as place:
        peer, call = await place.enter()
        await call.sends(b"goodbye")
        call.returns()
        await peer.hears(b"goodbye")
        await peer.hears_the_end()
        peer.goes()
        await until(lambda: not place.bridge.connections)


async def test_a_peer_that_goes_on_talking_still_hears_the_last_words():
    # Closing a socket with unread bytes resets it: the answer would be lost.
    async with a_place() as place:
        peer, call = await place.enter()
        saying = peer.begin_to_say(b"x" * ENOUGH)
        await until(lambda: not place.transport.is_reading())
        await call.sends(b"That was too much.")
        await call.closes()
        await soon(saying)
        await peer.hears(b"That was too much.")
        await peer.hears_the_end()


async def test_nothing_is_received_after_close():
    async with a_place() as place:
        peer, call = await place.enter()
        [connection] = place.bridge.connections
        await peer.says(b"unread")
        await until(lambda: connection._inbox)
        await call.closes()
        await call.hears("tcp.disconnect", eof=False)


@pytest.fixture
def in_haste(monkeypatch):
    """Nobody has time for last words."""
    monkeypatch.setattr(tcp_connection, "CLOSE_SECONDS", 0.01)


async def test_a_peer_that_does_not_read_the_last_words_is_cut_off(in_haste):
    async with a_place() as place:
        _, call = await place.enter()
        call.begin_to_send(b"x" * ENOUGH)
        await until(lambda: place.transport.get_write_buffer_size())
        call.returns()
        await until(lambda: not place.bridge.connections)


async def test_a_peer_that_does_not_hang_up_is_cut_off(in_haste):
    async with a_place() as place:
        _, call = await place.enter()
        call.returns()
        await until(lambda: not place.bridge.connections)


async def test_a_failing_application_ends_its_own_connection_only(caplog):
    async with a_place() as place:
        ada, to_ada = await place.enter()
        bob, to_bob = await place.enter()
        to_ada.fails(RuntimeError("a bug of ours"))
        await ada.hears_the_end()
        await to_bob.sends(b"still here")
        await bob.hears(b"still here")
    [record] = [r for r in caplog.records if r.name == "chat.net.tcp_connection"]
    assert record.levelno == logging.ERROR
    assert "a bug of ours" in str(record.exc_info[1])
    assert "127.0.0.1" in record.getMessage()


# --- Back-pressure --------------------------------------------------------------------


async def test_a_peer_is_not_read_faster_than_the_application_receives():
    async with a_place(read_bytes=10_000) as place:
        peer, call = await place.enter()
        saying = peer.begin_to_say(b"x" * ENOUGH)
        await until(lambda: not place.transport.is_reading())
        [connection] = place.bridge.connections
        assert len(connection._inbox) == 10_000
        assert not saying.done()
        pieces = await call.hears_all(ENOUGH)
        assert max(map(len, pieces)) <= 10_000
        await soon(saying)


async def test_the_application_does_not_send_faster_than_the_peer_reads():
    async with a_place() as place:
        peer, call = await place.enter()
        chunks = ENOUGH // 10_000

        async def send_all():
            for _ in range(chunks):
                await call.sends(b"x" * 10_000)

        sending = asyncio.create_task(send_all())
        await until(place.transport.get_write_buffer_size)
        assert place.transport.get_write_buffer_size() <= 10_000
        assert not sending.done()
        assert len(await peer.reads(chunks * 10_000)) == chunks * 10_000
        await soon(sending)


async def test_a_line_takes_everything_and_says_how_much_waits_and_when_it_has_left():
    async with a_place() as place:
        peer, call = await place.enter()
        resumed = asyncio.Event()
        call.writer.resumed = resumed.set
        call.writer.write(bytes(ENOUGH))
        assert 0 < call.writer.waiting() < ENOUGH
        assert not resumed.is_set()
        assert await peer.reads(ENOUGH) == bytes(ENOUGH)
        await soon(resumed.wait())
        assert call.writer.waiting() == 0


async def test_who_waits_for_a_line_hears_of_its_loss():
    async with a_place() as place:
        peer, call = await place.enter()
        resumed = asyncio.Event()
        call.writer.resumed = resumed.set
        call.writer.write(bytes(ENOUGH))
        peer.resets()
        await soon(resumed.wait())
        call.writer.write(b"nobody hears that")
        assert call.writer.waiting() == 0


async def test_several_tasks_that_send_wait_together():
    async with a_place() as place:
        peer, call = await place.enter()
        chunks = ENOUGH // 100_000
        sending = [call.begin_to_send(b"x" * 100_000) for _ in range(chunks)]
        seen = 0
        async with asyncio.timeout(PATIENCE_SECONDS):
            while seen < chunks * 100_000:
                assert place.transport.get_write_buffer_size() <= 100_000
                seen += len(await peer.reads(1))
        await soon(asyncio.gather(*sending))


async def test_who_waits_to_send_is_freed_when_the_peer_is_lost():
    async with a_place() as place:
        peer, call = await place.enter()
        sending = call.begin_to_send(b"x" * ENOUGH)
        await until(lambda: place.transport.get_write_buffer_size())
        peer.resets()
        await soon(sending)
        await call.hears("tcp.disconnect", eof=False)


# --- Limits ---------------------------------------------------------------------------


async def test_an_address_has_so_many_connections_and_no_more(caplog):
    async with a_place(connections_per_address=2) as place:
        ada, to_ada = await place.enter()
        await place.enter("json")
        for _ in range(3):
            await (await place.connect()).hears_the_end()
        assert place.application.idle
        to_ada.returns()
        ada.goes()
        await until(lambda: len(place.bridge.connections) == 1)
        await place.enter()
    [complaint] = [r for r in caplog.records if r.name == "chat.net.turnstile"]
    assert "127.0.0.1 is turned away" in complaint.getMessage()


async def test_the_bridge_has_so_many_connections_and_no_more():
    async with a_place(connections=1) as place:
        peer, call = await place.enter()
        await peer.says(b"I am here")  # who says nothing gives way
        await call.hears_all(len(b"I am here"))
        await (await place.connect("json")).hears_the_end()
        assert place.application.idle


async def test_the_kernel_looks_after_silent_connections():
    async with a_place(idle_ping_seconds=7.4) as place:
        await place.enter()
        connected = place.transport.get_extra_info("socket")

        def option(name):
            return connected.getsockopt(socket.IPPROTO_TCP, getattr(socket, name))

        assert connected.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert option("TCP_NODELAY")
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            assert option("TCP_KEEPIDLE") == 7
            assert option("TCP_USER_TIMEOUT") == 7_000


# --- Starting and stopping ------------------------------------------------------------


async def test_a_port_that_is_taken_opens_no_door():
    async with a_place() as place:
        host, port = place.bridge.addresses["plain"]
        doors = [Door("json", host, 0), Door("plain", host, port)]
        second = TcpServer(Application(), doors)
        with pytest.raises(OSError):
            await second.start()
        assert not second._servers


async def test_stopping_tells_every_application_and_waits_for_it():
    async with a_place() as place:
        peer, call = await place.enter()
        [connection] = place.bridge.connections
        await peer.says(b"last words")
        await until(lambda: connection._inbox)
        stopping = asyncio.create_task(place.bridge.stop())
        await call.hears("tcp.receive", data=b"last words")
        await call.hears("tcp.goodbye")
        await call.hears("tcp.disconnect", eof=False)
        await call.sends(b"goodbye")
        assert not stopping.done()
        call.returns()
        await soon(stopping)
        await peer.hears(b"goodbye")
        await peer.hears_the_end()


async def test_stopping_accepts_nobody():
    async with a_place() as place:
        await place.bridge.stop()
        with pytest.raises(ConnectionRefusedError):
            await place.connect()


async def test_stopping_does_not_wait_for_peers_that_do_not_hang_up():
    async with a_place() as place:
        peer, call = await place.enter()
        call.returns()
        await peer.hears_the_end()
        await soon(place.bridge.stop(grace_seconds=10 * PATIENCE_SECONDS))
        assert not place.bridge.connections


async def test_an_application_that_does_not_end_is_cancelled():
    async with a_place() as place:
        peer, call = await place.enter()
        await soon(place.bridge.stop(grace_seconds=0))
        assert call.cancelled.is_set()
        await peer.hears_the_end()


async def test_a_bridge_can_start_again():
    async with a_place() as place:
        await place.bridge.stop()
        async with place.bridge:
            peer, call = await place.enter()
            await call.sends(b"again")
            await peer.hears(b"again")
            call.returns()
            peer.goes()

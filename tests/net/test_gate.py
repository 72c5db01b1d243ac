"""What goes through a gate: handshakes, headers, and those who say nothing."""

import asyncio
import socket
from functools import wraps

import pytest
import uvloop

from chat.net.proxied import Addresses
from chat.net.tcp import Door, TcpServer
from chat.net.tcp_connection import TcpLimits
from chat.net.tls import Pair
from tests.support.encrypted import (
    LOCAL,
    SSL_TLV,
    Certificate,
    blind,
    ends,
    header,
    naming,
)

SECONDS = 60
MUCH = bytes(range(256)) * 4096
HERE = Addresses(["127.0.0.1"])


def on_both_loops(test):
    @pytest.mark.parametrize("make", [asyncio.new_event_loop, uvloop.new_event_loop])
    @wraps(test)
    def run(make, tmp_path):
        with asyncio.Runner(loop_factory=make) as runner:
            runner.run(asyncio.wait_for(test(tmp_path), SECONDS))

    del run.__wrapped__
    return run


class Echo:
    """An application that says all again, and notes whom it has met."""

    def __init__(self):
        self.scopes = []
        self.heard = bytearray()

    async def __call__(self, scope, receive, send):
        self.scopes.append(scope)
        while (message := await receive())["type"] != "tcp.disconnect":
            if message["type"] == "tcp.receive":
                self.heard += message["data"]
                scope["extensions"]["chat.writer"].write(message["data"])


class Place:
    def __init__(self, folder, *, tls=True, proxies=None, **limits):
        self.certificate = Certificate(folder)
        files = self.certificate.certificate, self.certificate.key
        self.pair = Pair(*files) if tls else None
        self.echo, self.writers = Echo(), []
        door = Door("echo", "127.0.0.1", 0, pair=self.pair)
        self.server = TcpServer(self.echo, [door], TcpLimits(**limits), proxies=proxies)

    async def __aenter__(self):
        await self.server.start()
        return self

    async def __aexit__(self, *_):
        for writer in self.writers:
            writer.transport.abort()
        await self.server.stop(1)

    async def enter(self, head=b"", source="127.0.0.1", tls=True):
        """Both ends of a client's streams."""
        loop = asyncio.get_running_loop()
        connected = socket.create_connection(self.address, source_address=(source, 0))
        connected.setblocking(False)
        if head:
            await loop.sock_sendall(connected, head)
        how = {"ssl": blind(), "server_hostname": ""} if tls else {}
        streams = await asyncio.open_connection(sock=connected, limit=2**23, **how)
        self.writers.append(streams[1])
        return streams

    @property
    def address(self):
        return self.server.addresses["echo"]

    async def says_again(self, *how, **more):
        reader, writer = await self.enter(*how, **more)
        writer.write(b"hello")
        assert await reader.readexactly(5) == b"hello"
        return self.echo.scopes[-1]


@on_both_loops
async def test_what_is_said_comes_back_encrypted(folder):
    async with Place(folder) as place:
        scope = await place.says_again()
        assert scope["encrypted"]
        assert scope["client"][0] == "127.0.0.1"
        assert scope["extensions"]["chat.writer"].fileno() == -1


@on_both_loops
async def test_much_comes_back_whole_and_in_order(folder):
    async with Place(folder) as place:
        reader, writer = await place.enter()
        writer.write(MUCH)
        assert await reader.readexactly(len(MUCH)) == MUCH


@on_both_loops
async def test_a_writer_pauses_for_a_slow_peer_and_goes_on(folder):
    async with Place(folder) as place:
        scope = await place.says_again()
        far = place.writers[-1].transport
        far.pause_reading()
        writer, told = scope["extensions"]["chat.writer"], []
        writer.paused = lambda: told.append("paused")
        writer.resumed = lambda: told.append("resumed")
        while not told:
            writer.write(MUCH)
            await asyncio.sleep(0)
        assert writer.waiting() > 0
        drained = asyncio.create_task(writer.drain())
        far.resume_reading()
        await drained
        assert told == ["paused", "resumed"]
        assert writer.waiting() == 0


@on_both_loops
async def test_the_last_words_are_delivered_before_the_end(folder):
    async with Place(folder) as place:

        async def speak(scope, receive, send):
            await send({"type": "tcp.send", "data": MUCH})
            await send({"type": "tcp.close"})

        place.server._shared.application = speak
        reader, _ = await place.enter()
        assert await reader.read(-1) == MUCH


@on_both_loops
async def test_what_was_said_before_hanging_up_is_heard(folder):
    async with Place(folder) as place:
        _, writer = await place.enter()
        writer.write(b"a script's only line\n")
        writer.close()
        while place.server.connections or not place.echo.heard:
            await asyncio.sleep(0.01)
        assert place.echo.heard == b"a script's only line\n"


@on_both_loops
async def test_who_says_nothing_is_counted_and_sent_away_in_time(folder):
    limits = {"connections_per_address": 3, "gate_seconds": 2}
    async with Place(folder, **limits) as place:
        silent = [await place.enter(tls=False) for _ in range(3)]
        with pytest.raises(OSError):  # there are as many as may be
            await place.enter()
        for reader, _ in silent:
            await ends(reader)
        await place.says_again()


@on_both_loops
async def test_one_byte_after_the_other_buys_no_time(folder):
    async with Place(folder, gate_seconds=0.3) as place:
        reader, writer = await place.enter(tls=False)
        hello = b"\x16\x03\x01\x02\0\1\0\1\xfc\x03\x03" + bytes(400)
        while hello and not writer.transport.is_closing():
            writer.write(hello[:1])
            hello = hello[1:]
            await asyncio.sleep(0.02)
        await ends(reader)
        assert not place.echo.scopes


@on_both_loops
async def test_who_speaks_no_tls_is_sent_away_and_leaves_no_place_taken(folder):
    async with Place(folder, connections_per_address=1) as place:
        for _ in range(5):
            reader, writer = await place.enter(tls=False)
            writer.write(b"GET / HTTP/1.1\r\n\r\n" * 20)
            await ends(reader)
            writer.transport.abort()
        await place.says_again()


@on_both_loops
async def test_a_place_is_free_again_when_somebody_leaves(folder):
    async with Place(folder, connections_per_address=1) as place:
        for _ in range(3):
            await place.says_again()
            place.writers[-1].transport.abort()
            while place.server._shared.turnstile.room.inside:
                await asyncio.sleep(0.01)


@on_both_loops
async def test_a_new_pair_is_for_those_who_come_and_the_others_live(folder):
    async with Place(folder) as place:
        reader, writer = await place.enter()
        first = place.certificate.der
        place.certificate.renew()
        assert place.pair.reload()
        _, late = await place.enter()
        found = late.get_extra_info("ssl_object").getpeercert(binary_form=True)
        assert found == place.certificate.der != first
        writer.write(b"still here")
        assert await reader.readexactly(10) == b"still here"


@on_both_loops
async def test_a_listed_proxy_names_its_clients(folder):
    for tls in (False, True):
        async with Place(folder, tls=tls, proxies=HERE) as place:
            scope = await place.says_again(naming("203.0.113.9", 77), tls=tls)
            assert scope["client"] == ("203.0.113.9", 77)
            assert scope["encrypted"] == tls
            scope = await place.says_again(LOCAL, tls=tls)
            assert scope["client"][0] == "127.0.0.1"


@on_both_loops
async def test_tls_as_far_as_the_proxy_counts(folder):
    async with Place(folder, tls=False, proxies=HERE) as place:
        head = naming("203.0.113.9", 77, SSL_TLV)
        assert (await place.says_again(head, tls=False))["encrypted"]


@on_both_loops
async def test_a_header_of_anybody_else_is_only_bytes(folder):
    async with Place(folder, tls=False, proxies=HERE) as place:
        head = naming("10.0.0.1")
        reader, _ = await place.enter(head, source="127.0.0.2", tls=False)
        assert await reader.readexactly(len(head)) == head
        assert place.echo.scopes[-1]["client"][0] == "127.0.0.2"


@on_both_loops
async def test_without_the_setting_no_header_is_read(folder):
    async with Place(folder, tls=False) as place:
        head = naming("10.0.0.1")
        reader, _ = await place.enter(head, tls=False)
        assert await reader.readexactly(len(head)) == head


@on_both_loops
async def test_a_listed_proxy_that_names_nobody_is_sent_away(folder):
    limits = {"gate_seconds": 0.3}
    async with Place(folder, tls=False, proxies=HERE, **limits) as place:
        for head in (b"ada\nhello, is anybody here?\n", header(0x21, 0, b""), b"\r\n"):
            reader, _ = await place.enter(head, tls=False)
            await ends(reader)
        assert not place.echo.scopes


@on_both_loops
async def test_the_named_client_is_counted_and_not_the_proxy(folder):
    limits = {"connections_per_address": 2}
    async with Place(folder, tls=False, proxies=HERE, **limits) as place:
        for last in range(5):
            await place.says_again(naming(f"203.0.113.{last}"), tls=False)
        await place.says_again(naming("203.0.113.0"), tls=False)
        reader, _ = await place.enter(naming("203.0.113.0"), tls=False)
        await ends(reader)
        assert len(place.server.connections) == 6


@on_both_loops
async def test_a_server_that_stops_waits_for_nobody_at_the_gate(folder):
    async with Place(folder) as place:
        reader, _ = await place.enter(tls=False)
        await asyncio.sleep(0.05)
        await place.server.stop(1)
        await ends(reader)

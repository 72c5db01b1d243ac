"""What a stranger can do to the door of browsers: real servers, real sockets."""

import contextlib
import re
import socket
import time
from pathlib import Path

import pytest

from tests.support.clients import Ended, JsonClient, SocketClient, fill_in
from tests.support.servers import Site
from tests.support.waiting import SECONDS, eventually

pytestmark = pytest.mark.processes

MB = 2**20
HALF = b"GET /login/ HTTP/1.1\r\nHost: localhost\r\nX-Half: "
# Quick, so that a test does not take long; but what is heard whole takes longer.
QUICK = {"CHAT_REQUEST_SECONDS": "2"}


class NarrowSite(Site):
    """One that the system lets open few files."""

    files = 256

    def start(self, *options):
        if "ulimit" not in self.words[2]:
            narrow = f'ulimit -n {self.files} && exec "$@"'
            self.words = ["sh", "-c", narrow, "sh", *self.words]
        return super().start(*options)


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path, **QUICK) as running:
        yield running


def connect(site, source="127.0.0.1"):
    return socket.create_connection(site.web, SECONDS, source_address=(source, 0))


def answer(connected):
    """All that it says until it hangs up."""
    said = b""
    with contextlib.suppress(ConnectionError):
        while some := connected.recv(65536):
            said += some
    return said


def status(connected):
    return int(answer(connected).split(b" ", 2)[1])


def memory(site):
    status = Path(f"/proc/{site.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) * 1024


def test_half_sent_requests_of_one_address_end_and_keep_nobody_out(site):
    attackers = []
    for _ in range(800):
        attackers.append(connect(site))
        with contextlib.suppress(ConnectionError):
            attackers[-1].sendall(HALF)
    began = time.monotonic()
    with connect(site, "127.0.0.2") as other:
        other.sendall(b"GET /login/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert b"200 OK" in answer(other)
    for each in attackers:
        with each:
            assert answer(each)[:12] in (b"", b"HTTP/1.1 408")
    assert time.monotonic() - began < SECONDS
    eventually(lambda: "127.0.0.1 is turned away" in site.text)
    assert site.text.count("127.0.0.1 is turned away") == 1


def test_a_byte_now_and_then_does_not_prolong_a_head_nor_a_body(site):
    head = b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n"
    with connect(site) as slow, connect(site) as slow_body:
        slow_body.sendall(head)
        slow.sendall(HALF)
        began = time.monotonic()
        for each, most in ((slow, 4), (slow_body, 7)):
            each.settimeout(0.2)
            said = b""
            while not said:
                with contextlib.suppress(ConnectionError):
                    each.sendall(b"a")
                with contextlib.suppress(ConnectionError, TimeoutError):
                    said = each.recv(100)
                assert time.monotonic() - began < most + SECONDS
            assert said.startswith(b"HTTP/1.1 408 ")


def test_a_head_of_96_mib_is_refused_and_not_kept(site):
    before = memory(site)
    with connect(site) as eve:
        eve.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        with contextlib.suppress(ConnectionError):
            for _ in range(96):
                eve.sendall((b"X-Line: %s\r\n" % (b"a" * 1014)) * 1024)
                eve.settimeout(SECONDS)
        assert status(eve) == 431
    assert memory(site) - before < 16 * MB


@pytest.mark.parametrize(
    "head",
    [b"Content-Length: %d\r\n" % (200 * MB), b"Transfer-Encoding: chunked\r\n"],
    ids=["announced", "chunked"],
)
def test_a_body_of_200_mib_is_refused_before_it_is_spooled(site, head):
    before = memory(site)
    with connect(site) as eve:
        eve.sendall(b"POST /nope HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n")
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                eve.sendall(b"100000\r\n" + b"a" * MB + b"\r\n")
        assert status(eve) == 413
    assert memory(site) - before < 16 * MB


@pytest.mark.parametrize("sources", [1, 40], ids=["one", "many"])
async def test_silent_sockets_beyond_what_can_be_opened_keep_nobody_out(
    tmp_path, sources
):
    with NarrowSite(tmp_path, CHAT_ALLOW_GUESTS="1") as site:
        with contextlib.ExitStack() as silent:
            for which in range(300):
                source = f"127.0.1.{which % sources}"
                for door in (site.web, site.json):
                    one = socket.create_connection(door, SECONDS, (source, 0))
                    silent.enter_context(one)
            with connect(site) as other:
                other.sendall(b"GET /login/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
                assert b"200 OK" in answer(other)
            ada = await JsonClient.enter(site.json, "ada")
            await ada.post("#lobby", "I can still be heard.")
            await JsonClient.close_all()
        assert "lets a process open 256 files" in site.text
        eventually(lambda: "is turned away" in site.text)
        assert "Too many open files" not in site.text


ASK = b"GET /login/ HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: %s\r\n"


def test_behind_a_listed_proxy_the_client_that_it_names_is_counted(tmp_path):
    limits = {"CHAT_CONNECTIONS_PER_ADDRESS": "2", "TRUSTED_PROXIES": "127.0.0.1"}
    with Site(tmp_path, **limits) as site, contextlib.ExitStack() as held:
        shake = HANDSHAKE + b"X-Forwarded-For: 2001:db8::%d\r\n\r\n"
        answers = []
        for which in range(11):
            eve = held.enter_context(connect(site))
            eve.sendall(shake % which)
            answers.append(eve.recv(12))
        assert answers == [b"HTTP/1.1 101"] * 10 + [b"HTTP/1.1 429"]
        with connect(site) as other:
            other.sendall(ASK % b"192.0.2.1" + b"Connection: close\r\n\r\n")
            assert status(other) == 200
        assert "TRUSTED_PROXIES" not in site.text


def test_a_proxy_that_is_not_listed_is_warned_of_once(tmp_path):
    with Site(tmp_path, HTTPS="1") as site:
        for _ in range(3):
            with connect(site) as proxy:
                proxy.sendall(ASK % b"192.0.2.1" + b"Connection: close\r\n\r\n")
                assert status(proxy) == 301
        eventually(lambda: "names others as its clients" in site.text)
        assert site.text.count("HTTPS=1 says that all come through a proxy") == 1
        assert site.text.count("names others as its clients") == 1


HANDSHAKE = (
    b"GET /ws/ HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
RUBBISH = [
    b"GET /login/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    b"\x16\x03\x01 that is TLS\r\n\r\n",
    HANDSHAKE.replace(b"Version: 13", b"Version: 99") + b"\r\n",
    HANDSHAKE.replace(b"dGhl", b"") + b"\r\n",
    HANDSHAKE + b"X: y\r\n" * 200 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close, upgrade\r\n"
    b"Upgrade: h2c\r\n\r\n",
    b"GET /%ff%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    b"Content-Length: 3\r\n\r\na=b",
    b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    b"Cookie: csrftoken=" + b"a" * 32 + b"\r\nContent-Length: 3\r\n"
    b"Content-Type: application/x-www-form-urlencoded; charset=utf-7\r\n\r\na=b",
    b"GET /\xff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
]


def test_rubbish_is_a_line_in_the_log_and_soon_not_even_that(site):
    before = len(site.text)
    for _ in range(40):
        for words in RUBBISH:
            with connect(site) as eve:
                eve.sendall(words)
                assert answer(eve)
    eventually(lambda: site.text.count("Invalid HTTP_HOST") >= 20)
    said = site.text[before:]
    assert "Traceback" not in said
    assert 0 < len(said) < 20_000, said
    assert all(len(line) < 500 for line in said.splitlines())
    # So many in a minute: on a slow machine it takes more than one.
    assert 20 <= said.count("Invalid HTTP_HOST") <= 40


def test_pings_without_end_from_one_who_reads_nothing_are_not_kept(site):
    cookie = fill_in(site.web, "guest/", name="eve").encode()
    before = memory(site)
    with connect(site) as eve:
        eve.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        eve.sendall(HANDSHAKE + b"Cookie: " + cookie + b"\r\n\r\n")
        eve.recv(16)
        with pytest.raises(ConnectionError):
            eve.sendall((b"\x89\xfd\0\0\0\0" + b"a" * 125) * 400_000)
    assert memory(site) - before < 16 * MB


async def test_a_person_has_so_many_websockets_and_one_more_is_told_why(tmp_path):
    with Site(tmp_path, CHAT_CONNECTIONS_PER_PERSON="3") as site:
        cookie = fill_in(site.web, "guest/", name="ada")
        ada = [await SocketClient.enter(site.web, cookie) for _ in range(3)]
        with pytest.raises(Ended, match="close some of them first"):
            await SocketClient.enter(site.web, cookie)
        await ada[0].tell("ping")
        await ada[0].hears("pong")
        await ada[1]._writer.close()
        await one_more_comes_in(site, cookie)
        await SocketClient.close_all()


async def one_more_comes_in(site, cookie):
    """As soon as the server has noticed that another has gone."""
    while True:
        with contextlib.suppress(Ended):
            return await SocketClient.enter(site.web, cookie)

"""What is at an address is fetched in bounds, from a real server on this machine."""

import socket
import threading
import time
from contextlib import suppress

import pytest

from chat.net import outgoing
from chat.net.outgoing import Unfit
from chat.previews import fetching
from chat.previews.fetching import fetch

HOST = "page.test"
PAGE = b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=x\r\n\r\n"
CHUNKED = PAGE.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
CHUNKED = CHUNKED.replace(b"1.0", b"1.1")


class Server:
    """Answers each connection by the next of ``answers``; ``heard``: what was asked."""

    def __init__(self):
        self.answers, self.heard = [], []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            with line:
                self.heard.append(line.recv(10_000).decode())
                answer = self.answers.pop(0)
                if answer is None:  # it never says anything
                    line.recv(1)
                    continue
                with suppress(OSError):  # nobody waits for the rest
                    for part in [answer] if isinstance(answer, bytes) else answer:
                        line.sendall(part)
                        time.sleep(0 if part == answer else 0.02)

    def close(self):
        self._listening.close()


@pytest.fixture
def server(monkeypatch):
    """It is what ``page.test`` leads to, and public, for these tests alone."""
    server, resolve = Server(), socket.getaddrinfo
    asked = []

    def resolved(host, port, **how):
        asked.append(host)
        return resolve("127.0.0.1" if host == HOST else host, port, **how)

    def is_public(address):
        is_ours = asked[-1] == HOST and address == "127.0.0.1"
        return is_ours or real(address)

    real = outgoing.is_public
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(outgoing, "is_public", is_public)
    monkeypatch.setitem(outgoing.PORTS, "http", server.port)
    server.asked = asked
    yield server
    server.close()


def look(path="/", accepted="text/html", most=100):
    return fetch(f"http://{HOST}{path}", accepted, most)


def leads_to(address):
    return f"HTTP/1.1 302 Found\r\nLocation: {address}\r\n\r\n".encode()


def test_it_is_asked_for_honestly_and_by_nobody_in_particular(server):
    server.answers = [PAGE + b"<title>"]
    found = look("/ä b?q=1 2#there")
    assert found.content == b"<title>"
    assert (found.media, found.is_whole) == ("text/html", True)
    [heard] = server.heard
    assert heard.startswith(f"GET /%C3%A4%20b?q=1%202 HTTP/1.1\r\nHost: {HOST}\r\n")
    assert "User-Agent: chatsite-preview/" in heard
    assert not {"cookie", "accept-language", "referer"} & {
        line.partition(":")[0].lower() for line in heard.split("\r\n")
    }


def test_what_leads_on_is_followed_some_times(server):
    server.answers = [leads_to("/b"), leads_to(f"http://{HOST}/c"), PAGE]
    assert look().url.endswith("/c")
    server.answers = [leads_to("/")] * 9
    with pytest.raises(Unfit, match="says 302"):
        look()
    assert len(server.heard) == 3 + 1 + fetching.REDIRECTS_MOST


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/"),
        *("http://2130706433/", "http://0x7f.1/", "http://0.0.0.0/"),
        *("http://169.254.169.254/latest/meta-data/", "http://[64:ff9b::7f00:1]/"),
        *("file:///etc/passwd", "ftp://page.test/", "http://page.test:22/"),
        *("http://ada:word@page.test/", "//[", "http://" + "a" * 3000),
    ],
)
def test_no_redirect_leads_into_a_network(address, server):
    server.answers = [leads_to(address), PAGE]
    with pytest.raises(Unfit):
        look()
    assert len(server.heard) == 1


def test_a_name_is_resolved_once_for_what_is_connected_to(server):
    """Else it could lead elsewhere by then."""
    server.answers = [leads_to("/b"), PAGE]
    look()
    assert server.asked == [HOST, HOST]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.0 404 Not Found\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Type: application/pdf\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n",
        CHUNKED + b"what is no length\r\n",
        CHUNKED + b"7\r\n<tit",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000,
        PAGE.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n"),
        b"HTTP/1.0 200 OK\r\nX: " + b"x" * 100_000,
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"",
    ],
)
def test_what_is_no_page_is_none(answer, server):
    server.answers = [answer]
    with pytest.raises(Unfit):
        look()


def test_of_what_is_long_there_is_the_beginning(server):
    server.answers = [PAGE + b"x" * 101]
    found = look()
    assert (len(found.content), found.is_whole) == (100, False)


def test_what_comes_in_chunks_is_put_together(server):
    server.answers = [CHUNKED + b"3\r\n<ti\r\n4;a=b\r\ntle>\r\n0\r\n\r\n"]
    assert look().content == b"<title>"
    server.answers = [CHUNKED + b"65\r\n" + b"x" * 101 + b"\r\n0\r\n\r\n"]
    assert not look().is_whole


def test_who_answers_byte_by_byte_is_not_waited_for(server, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    server.answers = [(bytes([each]) for each in PAGE * 1000)]
    with pytest.raises(Unfit, match="does not answer"):
        look()


def test_nobody_is_waited_for_for_long(server, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    server.answers = [None]
    with pytest.raises(Unfit, match="does not answer"):
        look()

"""The desktop client hangs up when it is told to, whatever the server is doing."""

import json
import queue
import socket
import socketserver
import ssl
import threading
import time
from contextlib import closing, suppress

import pytest
import trustme

from chat.desktop.connection.connector import Connector
from chat.desktop.connection.events import Connected, Connecting, Disconnected
from chat.desktop.connection.patience import Patience
from chat.desktop.connection.trust import Trust, fingerprint
from chat.desktop.settings import Account

SECONDS = 60
# How often something is ended in order to meet it at every moment.
TIMES = 25
WELCOME = json.dumps({"type": "welcome", "protocol": 1}).encode() + b"\n"


class Talker(socketserver.ThreadingTCPServer):
    """A server that talks without end, and never ends a connection by itself."""

    daemon_threads = True

    def __init__(self, context=None):
        super().__init__(("127.0.0.1", 0), None)
        self.context = context
        self.connections = set()
        self.changed = threading.Condition()

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def finish_request(self, request, _):
        with suppress(OSError):
            if self.context is not None:
                request = self.context.wrap_socket(request, server_side=True)
            with request:
                self._talk(request)

    def _talk(self, request):
        self._note(self.connections.add, request)
        try:
            request.sendall(WELCOME)
            while True:
                request.sendall(b'{"type":"pong"}\n')
        finally:
            self._note(self.connections.discard, request)

    def _note(self, change, request):
        with self.changed:
            change(request)
            self.changed.notify_all()

    def is_left_with(self, count):
        with self.changed:
            return self.changed.wait_for(
                lambda: len(self.connections) == count, SECONDS
            )


class Open:
    """A connector, and what it has told."""

    def __init__(self, folder, **patience):
        self.trust = Trust(folder)
        self.told = queue.SimpleQueue()
        self.connector = Connector(self.trust, self.told.put, Patience(**patience))

    def log_in(self, address, tls=False):
        self.connector.log_in(Account(*address[:2], tls, "ada"))
        return self

    def until(self, kind):
        while not isinstance(happening := self.told.get(timeout=SECONDS), kind):
            pass
        return happening

    def closes(self):
        closing = threading.Thread(target=self.connector.close, daemon=True)
        closing.start()
        closing.join(SECONDS)
        return not closing.is_alive()


@pytest.fixture
def certificate():
    return trustme.CA().issue_cert("127.0.0.1")


def shown(certificate):
    """The fingerprint of a certificate."""
    pem = certificate.cert_chain_pems[0].bytes().decode()
    return fingerprint(ssl.PEM_cert_to_DER_cert(pem))


@pytest.mark.dear
def test_it_closes_while_the_server_talks(tmp_path):
    with Talker() as server:
        for _ in range(TIMES):
            open = Open(tmp_path).log_in(server.server_address)
            open.until(Connected)
            assert open.closes()
            assert server.is_left_with(0)


@pytest.mark.whole
def test_it_closes_while_the_server_talks_by_tls(tmp_path, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with Talker(context) as server:
        host, port = server.server_address
        Trust(tmp_path).remember(f"{host}:{port}", shown(certificate))
        for _ in range(TIMES):
            open = Open(tmp_path).log_in(server.server_address, tls=True)
            open.until(Connected)
            assert open.closes()
            assert server.is_left_with(0)


def test_it_closes_at_any_moment_of_a_beginning(tmp_path):
    with Talker() as server:
        for calls in range(TIMES):
            open = Open(tmp_path).log_in(server.server_address)
            for _ in range(calls):
                open.connector.wake()
            assert open.closes()
            assert server.is_left_with(0)


def test_it_closes_while_a_server_says_nothing(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        open = Open(tmp_path).log_in(silent.getsockname())
        with closing(silent.accept()[0]) as peer:
            said = json.loads(peer.recv(1000))
            assert (said["type"], said["client"]) == ("login", "desktop")
            assert open.closes()


def test_it_closes_within_a_handshake(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        open = Open(tmp_path).log_in(silent.getsockname(), tls=True)
        with closing(silent.accept()[0]) as peer:
            assert peer.recv(1000)
            assert open.closes()


def test_it_closes_while_it_dials(tmp_path):
    with (
        socket.create_server(("127.0.0.1", 0), backlog=0) as full,
        socket.create_connection(full.getsockname()),
    ):
        open = Open(tmp_path).log_in(full.getsockname())
        open.until(Connecting)
        assert open.closes()


def test_it_closes_within_a_pause(tmp_path):
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        open = Open(tmp_path, first_pause=600).log_in(asking.getsockname())
        open.until(Disconnected)
        assert open.closes()


def test_it_closes_after_many_log_ins_at_once(tmp_path):
    with Talker() as server:
        open = Open(tmp_path)
        for _ in range(TIMES):
            open.log_in(server.server_address)
        assert open.closes()
        assert server.is_left_with(0)


@pytest.mark.dear
def test_a_log_in_anew_leaves_one_connection(tmp_path):
    with Talker() as server:
        open = Open(tmp_path)
        for _ in range(TIMES):
            open.log_in(server.server_address).until(Connected)
            assert server.is_left_with(1)
        open.connector.hang_up()
        assert server.is_left_with(0)
        assert open.closes()


@pytest.mark.processes
def test_a_connector_can_be_closed_whatever_it_is_at(site, tmp_path):
    """Before it begins, while it dials, as it comes in, and just after it hung up."""
    heard = []
    for pause in (0, 0.001, 0.01, 0.05, 0.2):
        connector = Connector(Trust(tmp_path), heard.append)
        for _ in range(3):
            connector.log_in(Account(*site.json, False, "eve", None))
            time.sleep(pause)
        connector.hang_up()
        closing = threading.Thread(target=connector.close, daemon=True)
        closing.start()
        closing.join(SECONDS)
        assert not closing.is_alive()
    assert heard

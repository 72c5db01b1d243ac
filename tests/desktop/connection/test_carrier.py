"""A file on its way to a site that breaks off, refuses, and is somebody else's."""

import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue

import pytest
import trustme

from chat.desktop.connection.carrier import PIECE_BYTES, Carrier
from chat.desktop.connection.pages import open_page
from chat.desktop.connection.patience import Patience
from chat.desktop.connection.trust import Trust, fingerprint
from chat.desktop.settings import Account
from tests.support.forwarding import Forwarding
from tests.support.waiting import SECONDS

ACCOUNT = Account("127.0.0.1", 9001, False, "ada")
SIZE = 2 * PIECE_BYTES + 1000


class Upload(BaseHTTPRequestHandler):
    """What a site does at the address of one file."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.server.asked.append("HEAD")
        self.answer(200, len(self.server.come))

    def do_DELETE(self):
        self.server.asked.append("DELETE")
        self.answer(204)

    def do_PATCH(self):
        offset = int(self.headers["Upload-Offset"])
        self.server.asked.append(offset)
        if self.server.refusal:
            self.answer(413, said=self.server.refusal)
            return
        if self.server.busy:
            self.server.busy -= 1
            self.answer(409, said="That file is being sent just now.")
            return
        come, length = self.server.come, int(self.headers["Content-Length"])
        assert offset == len(come)
        if self.server.breaks:
            self.server.breaks -= 1
            come += self.rfile.read(length // 2)
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        come += self.rfile.read(length)
        self.answer(201 if len(come) == SIZE else 204, len(come))

    def do_GET(self):
        self.server.asked.append(self.headers["Range"])
        if self.server.refusal:
            self.answer(404, said=self.server.refusal)
            return
        start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        rest = bytes(self.server.come[start:])
        self.send_response(206)
        if self.server.is_untold:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(rest), rest))
            return
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        if self.server.breaks:
            self.server.breaks -= 1
            self.wfile.write(rest[: SIZE // 3])
            self.connection.shutdown(socket.SHUT_WR)
            self.close_connection = True
        else:
            self.wfile.write(rest)

    def answer(self, status, offset=None, said=""):
        self.send_response(status)
        if offset is not None:
            self.send_header("Upload-Offset", str(offset))
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said.encode())


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Upload)
    server.come, server.asked = bytearray(), []
    server.breaks, server.busy, server.refusal = 0, 0, ""
    server.is_untold = False
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    server.url = f"http://127.0.0.1:{server.server_port}/files/upload/x"
    yield server
    server.shutdown()
    thread.join(SECONDS)
    server.server_close()


class Sender:
    def __init__(self, folder, account=ACCOUNT):
        self.file = folder / "plan.pdf"
        self.content = (bytes(range(251)) * (SIZE // 251 + 1))[:SIZE]
        self.file.write_bytes(self.content)
        self.told, self.trust = SimpleQueue(), Trust(folder)
        patience = Patience(first_pause=0.01, longest_pause=0.05)
        opened = lambda url: open_page(url, account, self.trust)  # noqa: E731
        self.carrier = Carrier(opened, lambda event: event.tell(), patience)

    def send(self, url, size=SIZE):
        return self.carrier.send(url, self.file, size, self.told.put)

    def end(self):
        while not (progress := self.told.get(timeout=SECONDS)).is_over:
            pass
        return progress


@pytest.fixture
def sender(tmp_path):
    sender = Sender(tmp_path)
    yield sender
    sender.carrier.close()


def test_it_goes_in_pieces(site, sender):
    sender.send(site.url)
    assert sender.end().refusal == ""
    assert site.come == sender.content
    assert site.asked == [0, PIECE_BYTES, 2 * PIECE_BYTES]


def test_a_broken_line_is_gone_on_with(site, sender):
    site.breaks = 2
    sender.send(site.url)
    assert sender.end().refusal == ""
    assert site.come == sender.content
    assert site.asked.count("HEAD") == 2
    assert site.asked.count(0) == 1


def test_a_line_that_still_holds_it_is_waited_for(site, sender):
    site.breaks, site.busy = 1, 2
    sender.send(site.url)
    assert sender.end().refusal == ""
    assert site.come == sender.content


def test_a_refusal_is_the_sites_sentence(site, sender):
    site.refusal = "A file has at most 1 kB."
    sender.send(site.url)
    assert sender.end().refusal == "A file has at most 1 kB."


def test_what_is_cancelled_is_let_be_there(site, sender):
    site.breaks = 10**6
    cancel = sender.send(site.url)
    while not site.asked:
        threading.Event().wait(0.01)
    cancel()
    for load in sender.carrier._loads:
        load.thread.join(SECONDS)
    assert "DELETE" in site.asked
    assert len(site.come) < SIZE


def test_what_has_changed_is_not_sent(site, sender):
    sender.send(site.url, size=SIZE - 1)
    assert "plan.pdf has changed" in sender.end().refusal
    sender.file.unlink()
    sender.send(site.url)
    assert "plan.pdf cannot be read" in sender.end().refusal
    assert site.asked == []


def test_what_is_encrypted_does_not_go_in_the_clear(site, tmp_path):
    sender = Sender(tmp_path, Account("127.0.0.1", 9001, True, "ada"))
    sender.send(site.url)
    assert "not encrypted" in sender.end().refusal
    assert site.asked == []
    sender.carrier.close()


@pytest.mark.dear
def test_a_certificate_that_was_trusted_for_the_chat_is_good(site, tmp_path):
    account = Account("127.0.0.1", 9001, True, "ada")
    sender = Sender(tmp_path, account)
    certificate = trustme.CA().issue_cert("127.0.0.1")
    with Forwarding(site.server_address, certificate) as forwarding:
        url = f"https://127.0.0.1:{forwarding.address[1]}/files/upload/x"
        sender.send(url)
        assert "No authority vouches" in sender.end().refusal
        sender.trust.remember(account.server, "AB:CD")
        sender.send(url)
        assert "not the one you trusted" in sender.end().refusal
        assert site.asked == []
        pem = certificate.cert_chain_pems[0].bytes().decode()
        print_of = fingerprint(ssl.PEM_cert_to_DER_cert(pem))
        sender.trust.remember(account.server, print_of)
        sender.send(url)
        assert sender.end().refusal == ""
        assert site.come == sender.content
    sender.carrier.close()


def test_what_is_fetched_goes_on_after_a_break(site, sender, tmp_path):
    site.come += sender.content
    site.breaks = 2
    path = tmp_path / "saved.pdf"
    sender.carrier.fetch(site.url, path, sender.told.put)
    assert sender.end().refusal == ""
    assert path.read_bytes() == sender.content
    assert site.asked == ["bytes=0-", f"bytes={SIZE // 3}-", f"bytes={SIZE // 3 * 2}-"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["plan.pdf", "saved.pdf"]


def test_a_proxy_may_not_say_how_much_comes(site, sender, tmp_path):
    site.come += sender.content
    site.is_untold = True
    path = tmp_path / "saved.pdf"
    sender.carrier.fetch(site.url, path, sender.told.put)
    assert sender.end().refusal == ""
    assert path.read_bytes() == sender.content


def test_what_may_not_be_fetched_leaves_nothing(site, sender, tmp_path):
    site.refusal = "There is no such file."
    sender.carrier.fetch(site.url, tmp_path / "saved.pdf", sender.told.put)
    assert sender.end().refusal == "There is no such file."
    sender.carrier.fetch(site.url, tmp_path / "no" / "saved.pdf", sender.told.put)
    assert "cannot be stored" in sender.end().refusal
    assert [each.name for each in tmp_path.iterdir()] == ["plan.pdf"]

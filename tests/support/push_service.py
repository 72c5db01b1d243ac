"""A push service of one's own, and devices that open pushes (RFC 8030, RFC 8291)."""

import json
import secrets
import struct
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chat.notifications.encrypting import b64, raw_of


class Receiver:
    """A browser's keys: it alone reads what is sealed for it."""

    def __init__(self):
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = secrets.token_bytes(16)
        self.p256dh = b64(raw_of(self._key.public_key()))
        self.auth = b64(self._auth)

    def open(self, body):
        """What a push says (RFC 8188 §2.1, RFC 8291 §3.4)."""
        salt, (size, length) = body[:16], struct.unpack("!IB", body[16:21])
        public, sealed = body[21 : 21 + length], body[21 + length :]
        assert max(len(sealed), len(body)) <= size == 4096
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
        own = raw_of(self._key.public_key())
        secret = self._key.exchange(ec.ECDH(), theirs)
        shared = _hkdf(secret, self._auth, b"WebPush: info\0" + own + public, 32)
        key = _hkdf(shared, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(shared, salt, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert plain.endswith(b"\x02")
        return json.loads(plain[:-1])


def _hkdf(secret, salt, info, length):
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


@dataclass
class PushService:
    """``answers`` are taken one after the other: a status, with ``Retry-After`` if it
    has one; without any it takes all. ``taken``: paths, headers and bodies.
    """

    url: str = ""
    answers: list = field(default_factory=list)
    taken: list = field(default_factory=list)

    def answer(self, path, headers, body):
        status, *retry = self.answers.pop(0) if self.answers else (201,)
        if status == 201:
            self.taken.append((path, headers, body))
        return status, retry


@contextmanager
def push_service(service=None):
    """One on a port of its own, on loopback, without TLS.

    A ``service`` of one's own may answer by no status: that hangs up.
    """
    service = service or PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, retry = service.answer(self.path, dict(self.headers), body)
            if status is None:
                self.close_connection = True
                return
            self.send_response(status)
            for each in retry:
                self.send_header("Retry-After", each)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield service
        server.shutdown()
        thread.join()

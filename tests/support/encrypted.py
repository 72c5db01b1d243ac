"""Doors that encrypt and proxies that name their clients, as others meet them."""

import asyncio
import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import struct
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import trustme

from chat.net.proxied import SIGNATURE
from tests.support.clients import JsonClient, Lines, PlainClient
from tests.support.waiting import SECONDS

WAY = r"(?:https://|openssl .*?-connect )(.*):(\d+)/?$"
DOOR = rf"^  (browser|plain text|JSON lines) +{WAY}"

PASSWORD = "correct horse battery"
# Of the TLVs, the one that says that the client speaks TLS with the proxy.
SSL_TLV = b"\x20\0\5\1\0\0\0\0"


def header(command, family, body):
    return SIGNATURE + struct.pack("!BBH", command, family, len(body)) + body


def naming(host, port=4321, tlvs=b""):
    """The header of a proxy that comes for a client by TCP."""
    address = ipaddress.ip_address(host).packed
    family, zeros = (0x11 if len(address) == 4 else 0x21), bytes(len(address))
    body = address + zeros + struct.pack("!HH", port, 9) + tlvs
    return header(0x21, family, body)


LOCAL = header(0x20, 0, b"")


class Certificate:
    """A certificate that its own authority alone vouches for, and its key, in files."""

    def __init__(self, folder, name="pair"):
        self.certificate, self.key = folder / f"{name}.crt", folder / f"{name}.key"
        self.renew()

    @property
    def options(self):
        return "--tls", str(self.certificate), str(self.key)

    def renew(self):
        """Put new ones in the place of both files."""
        issued = trustme.CA().issue_cert("127.0.0.1", "localhost")
        chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
        self.certificate.write_bytes(chain)
        self.key.write_bytes(issued.private_key_pem.bytes())

    @property
    def der(self):
        """What a server shows that has it."""
        first = self.certificate.read_text().partition("-----END")[0]
        return ssl.PEM_cert_to_DER_cert(first + "-----END CERTIFICATE-----\n")


def blind():
    """For a client that takes any certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def shown(address):
    """The certificate that a server shows just now."""
    with (
        socket.create_connection(address, timeout=SECONDS) as plain,
        blind().wrap_socket(plain) as encrypted,
    ):
        return encrypted.getpeercert(binary_form=True)


def doors(site):
    """The host and port of every door of a server that encrypts."""
    rows = re.findall(DOOR, site.text, re.MULTILINE)
    return {what: (host, int(port)) for what, host, port in rows}


class Encrypted(Lines):
    """Connects with TLS, after a header if there is one, from another address."""

    head = b""
    source = "127.0.0.1"
    tls = True

    @classmethod
    async def connect(cls, address):
        connected = socket.create_connection(address, source_address=(cls.source, 0))
        if cls.head:
            connected.sendall(cls.head)
        how = {"ssl": blind(), "server_hostname": ""} if cls.tls else {}
        return cls(*await asyncio.open_connection(sock=connected, limit=2**22, **how))


def by(kind, **how):
    """A kind of client that comes so: ``tls``, ``head``, ``source``."""
    return type(kind.__name__, (Encrypted, kind), {"tls": False, **how})


class EncryptedPlain(Encrypted, PlainClient):
    pass


class EncryptedJson(Encrypted, JsonClient):
    pass


async def ends(reader, seconds=SECONDS):
    """Read until the far end hangs up."""
    async with asyncio.timeout(seconds):
        with contextlib.suppress(ConnectionError):
            while await reader.read(65536):
                pass


class Browser:
    """Keeps cookies as a browser does: by host, not by port, and ``Secure`` apart."""

    def __init__(self, **headers):
        self.cookies = SimpleCookie()
        self.headers = headers

    def ask(self, address, path, tls=True, **fields):
        host = "{}:{}".format(*address)
        sent = {"Host": host, "Cookie": self._cookies(tls), **self.headers}
        body = None
        if fields:
            sent["Origin"] = f"{'https' if tls else 'http'}://{host}"
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields)
        connection = (
            http.client.HTTPSConnection(*address, context=blind(), timeout=SECONDS)
            if tls
            else http.client.HTTPConnection(*address, timeout=SECONDS)
        )
        with contextlib.closing(connection):
            connection.request("POST" if fields else "GET", path, body, sent)
            answer = connection.getresponse()
            answer.text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie", ()):
            self._keep(line, tls or "X-Forwarded-Proto" in self.headers)
        return answer

    def fill_in(self, address, path, tls=True, page="", **fields):
        page = page or self.ask(address, path, tls).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        fields |= {"csrfmiddlewaretoken": token[1] if token else "x"}
        return self.ask(address, path, tls, **fields)

    def log_in(self, address, tls=True):
        return self.fill_in(address, "/login/", tls, name="ada", password=PASSWORD)

    def _keep(self, line, tls):
        # RFC 6265bis §5.7: without TLS, nothing that is Secure is set, or set anew.
        for name, morsel in SimpleCookie(line).items():
            known = self.cookies.get(name)
            assert tls or not (morsel["secure"] or (known and known["secure"]))
            self.cookies[name] = morsel.value
            self.cookies[name]["secure"] = morsel["secure"]

    def _cookies(self, tls):
        pairs = self.cookies.items()
        return "; ".join(f"{n}={m.value}" for n, m in pairs if tls or not m["secure"])

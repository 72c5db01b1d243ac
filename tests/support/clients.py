"""Clients as other people would write them, over real sockets: JSON and ``nc``."""

import asyncio
import contextlib
import http.client
import http.cookiejar
import json
import socket
import urllib.error
import urllib.parse
import urllib.request
from http.cookies import SimpleCookie
from uuid import uuid4

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.support.waiting import SECONDS

# Whoever has not been here may choose it: it is to be the same in cookie and form.
TOKEN = "x" * 32


class Ended(AssertionError):
    """The server hung up before what was waited for."""


class Lines:
    """A connection whose peer speaks in lines; everything received is kept."""

    _open = []

    def __init__(self, reader, writer):
        self._reader, self._writer = reader, writer
        self.received = []
        self._open.append(self)

    @classmethod
    async def connect(cls, address):
        """``address`` is ``(host, port)``."""
        connected = socket.create_connection(address)
        # The kernel holds little for a client that does not read.
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        return cls(*await asyncio.open_connection(sock=connected, limit=2**22))

    async def write(self, line):
        self._writer.write(line.encode() + b"\n")
        await self._writer.drain()

    async def read(self, seconds=SECONDS):
        """The next line; None at the end of the connection."""
        async with asyncio.timeout(seconds):
            line = await self._reader.readline()
        if not line:
            return None
        self.received.append(line.decode().rstrip("\n"))
        return self.received[-1]

    async def ends(self):
        """Read until the server hangs up."""
        while await self.read() is not None:
            pass

    def stop_reading(self):
        self._writer.transport.pause_reading()

    def go_on_reading(self):
        self._writer.transport.resume_reading()

    def cut(self):
        """Die without a goodbye, as a machine does whose power fails."""
        self._writer.transport.abort()

    @classmethod
    async def close_all(cls):
        """Hang up whatever a test has opened."""
        while cls._open:
            writer = cls._open.pop()._writer
            with contextlib.suppress(RuntimeError):  # its loop is gone, with its test
                writer.transport.abort()
            await asyncio.gather(writer.wait_closed(), return_exceptions=True)


class PlainClient(Lines):
    """A person at ``nc``."""

    @classmethod
    async def enter(cls, address, name, password=None):
        client = await cls.connect(address)
        await client.read()
        await client.write(name)
        if password is not None:
            await client.hears("password")
            await client.write(password)
        await client.hears(f"Hello {name}")
        return client

    async def hears(self, text):
        """Read until a line has that text; return the line."""
        while (line := await self.read()) is not None:
            if text.lower() in line.lower():
                return line
        raise AssertionError(f"{text!r} never came: {self.received[-20:]}")


class JsonClient(Lines):
    """A program at the JSON door."""

    def __init__(self, reader, writer):
        super().__init__(reader, writer)
        self._waiting = []

    @classmethod
    async def enter(cls, address, name, **credentials):
        client = await cls.connect(address)
        await client.tell("login", name=name, **credentials)
        client.welcome = await client.hears("welcome")
        return client

    async def tell(self, type, **fields):
        await self.write(json.dumps({"type": type, **fields}, default=str))

    async def ask(self, type, **fields):
        ref = uuid4().hex
        await self.tell(type, ref=ref, **fields)
        return await self._until(lambda event: event.get("ref") == ref)

    async def post(self, to, body, id=None):
        return await self.ask("post", to=to, body=body, id=id or uuid4())

    async def hears(self, type, seconds=SECONDS, **fields):
        wanted = {"type": type, **fields}
        return await self._until(
            lambda event: all(event.get(k) == v for k, v in wanted.items()), seconds
        )

    @property
    def events(self):
        return [json.loads(line) for line in self.received]

    async def _until(self, wanted, seconds=SECONDS):
        """The first event that is wanted, of those that were not asked for before."""
        for event in self._waiting:
            if wanted(event):
                self._waiting.remove(event)
                return event
        while (line := await self.read(seconds)) is not None:
            event = json.loads(line)
            if wanted(event):
                return event
            self._waiting.append(event)
        raise Ended(f"{self.received[-5:]}")


class SocketClient(JsonClient):
    """A page's WebSocket, opened with its cookie."""

    @classmethod
    async def enter(cls, address, cookie):
        host = f"{address[0]}:{address[1]}"
        connection = await connect(
            f"ws://{host}/ws/",
            origin=f"http://{host}",
            additional_headers={"Cookie": cookie},
            proxy=None,
            ping_interval=None,  # the server's business
            open_timeout=SECONDS,
        )
        client = cls(connection, connection)
        client.welcome = await client.hears("welcome")
        return client

    async def write(self, line):
        with contextlib.suppress(ConnectionClosed):  # there may be more to read
            await self._writer.send(line)

    async def read(self, seconds=SECONDS):
        try:
            async with asyncio.timeout(seconds):
                self.received.append(await self._reader.recv())
        except ConnectionClosed:
            return None
        return self.received[-1]

    @property
    def close_code(self):
        return self._reader.close_code


class Refused(OSError):
    """A page that answers with ``code`` instead of what was asked for."""

    def __init__(self, code, text):
        super().__init__(f"{code}: {text}")
        self.code, self.text = code, text


def fill_in(address, page, seconds=SECONDS, **fields):
    """Fill in a form as a browser does; return the cookies that it then has.

    Raises:
        OSError: nobody is there, or the form is refused.
    """
    url, jar = f"http://{address[0]}:{address[1]}/", http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
    )
    _open(opener, f"{url}login/", None, seconds)
    [token] = [each.value for each in jar if each.name == "csrftoken"]
    form = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
    _open(opener, f"{url}{page}", form, seconds)
    return "; ".join(f"{each.name}={each.value}" for each in jar)


def let_in(address, name):
    """Come as a guest by the one request that it takes; return the cookies, by name."""
    form = {"name": name, "csrfmiddlewaretoken": TOKEN}
    kind = "application/x-www-form-urlencoded"
    sent = {"Content-Type": kind, "Cookie": f"csrftoken={TOKEN}"}
    connection = http.client.HTTPConnection(*address, timeout=SECONDS)
    with contextlib.closing(connection):
        connection.request("POST", "/guest/", urllib.parse.urlencode(form), sent)
        answer = connection.getresponse()
        if answer.status != 302:
            raise Refused(answer.status, answer.read().decode())
    jar = SimpleCookie()
    for line in answer.headers.get_all("Set-Cookie", ()):
        jar.load(line)
    return {name: morsel.value for name, morsel in jar.items()}


def _open(opener, url, form, seconds):
    try:
        opener.open(url, form, timeout=seconds).close()
    except urllib.error.HTTPError as error:
        # It holds a connection, which is its catcher's to close.
        with error:
            raise Refused(error.code, error.read().decode()) from None

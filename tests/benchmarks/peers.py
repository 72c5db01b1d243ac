"""The servers that are measured: chatsite, by each of its doors."""

import contextlib
import io
import itertools
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from tests.benchmarks import machine
from tests.benchmarks.readers import Greeting
from tests.benchmarks.streams import NUMBER, Frames, Lines, Stream, frame
from tests.support.clients import fill_in
from tests.support.crowd import UPGRADE, cookie
from tests.support.servers import PROJECT, Site, manage
from tests.support.valkey import nothing_is_left, valkeys

START_SECONDS = 30
# What is tried here is how fast it is, not how fast people may be.
LIMITS = {
    "CHAT_RATE": "1000000",
    "CHAT_BURST": "1000000",
    "CHAT_RENDER_SHARE": "1",
    "CHAT_CONNECTIONS_PER_ADDRESS": "1000000",
    "CHAT_ALLOW_GUESTS": "1",
    "CHAT_GUESTS_PER_HOUR_AND_ADDRESS": "1000000",
    "CHAT_GUESTS_PER_HOUR": "1000000",
}
# The first conversation that there is.
LOBBY = 1
MESSAGE = rf'"type":"message".*?"body":"{NUMBER}'


class Absent(Exception):
    """That peer is not to be had here; the text is one sentence."""


class Peer:
    """A server with one room, from ``start`` to ``stop``, on the servers' core.

    ``stream`` is what its readers are sent; ``pids`` are its processes, ``redis_pids``
    those of its Redis, which is on the same core. ``echoes``: whoever says something
    is sent it like everybody else.
    """

    name: ClassVar[str]
    echoes: ClassVar[bool] = True
    stream: Stream
    address: tuple[str, int]
    pids: list[int]
    redis_pids: list[int]

    def __init__(self) -> None:
        self.ending = contextlib.ExitStack()

    def start(self) -> None:
        """Run it.

        Raises:
            Absent: it is not to be had here.
        """
        raise NotImplementedError

    def stop(self) -> None:
        """End whatever ``start`` has begun."""
        self.ending.close()

    def greeting(self, number: int) -> Greeting:
        """What somebody says and hears by turns, until they are in."""
        raise NotImplementedError

    def said(self, text: str) -> bytes:
        """What somebody who is in sends to say it to all."""
        raise NotImplementedError


class Program(Peer):
    """A peer that is one process, on a port of its own."""

    def __init__(self) -> None:
        super().__init__()
        with socket.socket() as asking:
            asking.bind(("127.0.0.1", 0))
            self.address = asking.getsockname()
        self.redis_pids = []

    @property
    def port(self) -> str:
        return str(self.address[1])

    def run(self, *words: str, **more: str) -> None:
        """Start it, and wait until it answers."""
        with machine.servers_core():
            self.process = subprocess.Popen(
                words,
                cwd=PROJECT,
                env={**os.environ, **more},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self.ending.callback(self._end)
        self.pids = [self.process.pid]
        self._wait_until_it_answers()

    def _end(self) -> None:
        self.process.terminate()
        self.process.wait(START_SECONDS)

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return socket.create_connection(self.address).close()
            except ConnectionRefusedError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.05)


class Chatsite(Peer):
    """``manage.py serve`` for browsers, with storage and presence, on what comes along.

    ``tree`` is the checkout whose it is. ``visitors`` come in by the page, as guests;
    ``accounts`` are made with the log-ins that they have, which for thousands is all
    that can be waited for.
    """

    name = "chatsite"
    door = "browser"

    def __init__(
        self,
        *,
        visitors: int = 0,
        accounts: int = 0,
        tree: Path = PROJECT,
        **more: str,
    ) -> None:
        super().__init__()
        self._tree = tree
        self.stream = Frames(MESSAGE)
        self._guests = itertools.count()
        self._visitors, self._accounts = visitors, accounts
        self.settings = {**LIMITS, **more}

    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
        self.ending.callback(shutil.rmtree, self.folder)
        self.ending.callback(nothing_is_left, self.folder)
        with machine.servers_core():
            self._site = Site(self.folder, tree=self._tree, **self.settings)
        self.ending.callback(self._end)
        self.pids = [self._site.process.pid]
        self.redis_pids = valkeys(self.folder)
        self.address = self._site.addresses[self.door]
        if self._accounts:
            self.shell(
                f"from tests.support.accounts import make; make({self._accounts})"
            )
        self.log_ins = [cookie(f"p{number}") for number in range(self._accounts)]
        self.log_ins += [self._visit(f"v{number}") for number in range(self._visitors)]

    def greeting(self, number: int) -> Greeting:
        hello = upgrade(self.address, "/ws/", self.log_ins[number])
        return [(hello, b'"type":"welcome"')]

    def said(self, text: str) -> bytes:
        return frame(post(LOBBY, text))  # as the page does, and not by its name

    def shell(self, code: str) -> str:
        """Run something in the site's shell; what it prints."""
        done = manage(self.folder, "shell", "-v0", "-c", code, **self.settings)
        assert not done.returncode, done.stderr
        return done.stdout

    def _end(self) -> None:
        with contextlib.redirect_stdout(io.StringIO()):  # what it has said
            self._site.stop()

    def _visit(self, name: str) -> str:
        """Come in by the page; the key of the session."""
        cookies = fill_in(self._site.web, "guest/", name=name).split("; ")
        pairs = dict(each.split("=", 1) for each in cookies)
        return pairs["sessionid"]


class ChatsitePlain(Chatsite):
    """The same for people at ``nc``; everybody is a guest who never comes again."""

    name = "chatsite, plain text"
    door = "plain text"
    echoes = False

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.stream = Lines(rf"^\w+: {NUMBER}")

    def greeting(self, number: int) -> Greeting:
        return [(b"guest%d\n" % next(self._guests), b"* Hello ")]

    def said(self, text: str) -> bytes:
        return text.encode() + b"\n"


class ChatsiteJson(Chatsite):
    """The same for programs; everybody is a guest who never comes again."""

    name = "chatsite, JSON lines"
    door = "JSON lines"

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.stream = Lines(MESSAGE)

    def greeting(self, number: int) -> Greeting:
        login = {"type": "login", "name": f"guest{next(self._guests)}"}
        return [(json.dumps(login).encode() + b"\n", b'"type":"welcome"')]

    def said(self, text: str) -> bytes:
        return post("#lobby", text) + b"\n"


def post(to: int | str, text: str) -> bytes:
    """The command that says it (docstring of ``chat.wire``)."""
    command = {"type": "post", "to": to, "body": text, "id": str(uuid4())}
    return json.dumps(command).encode()


def upgrade(address: tuple[str, int], path: str, key: str = "") -> bytes:
    """What a browser says first; ``key`` is that of its session."""
    host = f"{address[0]}:{address[1]}"
    words = UPGRADE.replace("GET /ws/ ", f"GET {path} ")
    return words.format(host=host, nonce="c2l4dGVlbiBieXRlcyBvaw==", key=key).encode()

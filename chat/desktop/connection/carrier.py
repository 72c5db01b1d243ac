"""Carries files to the site and from there, each in a thread of its own.

A file goes in pieces. After a line that broke the site is asked how much has come, and
it goes on from there, until it is whole, refused, or not wanted any more.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO

from chat.desktop.connection.dial import CannotConnect
from chat.desktop.connection.events import Carried, ConnectionEvent
from chat.desktop.connection.fetching import Fetching
from chat.desktop.connection.patience import Patience
from chat.desktop.connection.sites import ANSWER_BYTES, BLOCK_BYTES, Unwell, require
from chat.desktop.core.backoff import Backoff
from chat.desktop.core.files.uploads import Progress, Told

# As much as whatever stands before a site mostly lets through at once.
PIECE_BYTES = 2**20
# It goes on elsewhere, or a line that broke still holds it: what is so, HEAD tells.
ELSEWHERE = 409
CLOSE_SECONDS = 1.0

# Opens a connection to where an address is; its path there.
Open = Callable[[str], "tuple[HTTPConnection, str]"]


class Cancelled(Exception):
    """Nobody wants it any more."""


class Carrier:
    """``put(event)`` is called in the files' threads."""

    def __init__(
        self, open: Open, put: Callable[[ConnectionEvent], None], patience: Patience
    ) -> None:
        self._open = open
        self._put = put
        self._patience = patience
        self._loads: list[Load | Fetching] = []

    def send(self, url: str, path: Path, size: int, told: Told) -> Callable[[], None]:
        """Send a file; what is returned ends that."""

        open, tell = partial(self._open, url), self._telling(told)
        load = Load(open, path, size, tell, self._patience)
        self._start(load)
        return load.cancel

    def fetch(self, url: str, path: Path, told: Told) -> None:
        """Fetch what is there into a file."""
        open, tell = partial(self._open, url), self._telling(told)
        self._start(Fetching(open, path, tell, self._patience))

    def close(self) -> None:
        """End all threads; what has come stays there, for a day."""
        for load in self._loads:
            load.leave()
        for load in self._loads:
            load.thread.join(CLOSE_SECONDS)

    def _start(self, load: Load | Fetching) -> None:
        self._loads = [each for each in self._loads if each.thread.is_alive()]
        self._loads.append(load)
        load.thread.start()

    def _telling(self, told: Told) -> Callable[[Progress], None]:
        return lambda progress: self._put(Carried(partial(told, progress)))


class Load:
    """One file on its way; ``cancel`` lets it be, ``leave`` only goes away."""

    def __init__(
        self,
        open: Callable[[], tuple[HTTPConnection, str]],
        path: Path,
        size: int,
        tell: Callable[[Progress], None],
        patience: Patience,
    ) -> None:
        self._open = open
        self._path, self._size = path, size
        self._tell = tell
        self._backoff = Backoff(patience.first_pause, patience.longest_pause)
        self._ended = threading.Event()
        self._is_unwanted = False
        self.thread = threading.Thread(target=self._run, name="file", daemon=True)

    def cancel(self) -> None:
        self._is_unwanted = True
        self._ended.set()

    def leave(self) -> None:
        self._ended.set()

    # --- In the thread ----------------------------------------------------------------

    def _run(self) -> None:
        try:
            with self._path.open("rb") as file:
                self._carry(file)
        except CannotConnect as why:
            self._tell(Progress(0, is_over=True, refusal=str(why)))
        except OSError as error:
            refusal = f"{self._path.name} cannot be read: {error.strerror}."
            self._tell(Progress(0, is_over=True, refusal=refusal))
        except Cancelled:
            if self._is_unwanted:
                self._let_be()

    def _carry(self, file: BinaryIO) -> None:
        """Until it is whole, over as many connections as that takes."""
        if os.fstat(file.fileno()).st_size != self._size:
            raise CannotConnect(f"{self._path.name} has changed: choose it again.")
        come: int | None = 0
        while not self._ended.is_set():
            with suppress(OSError, HTTPException, Unwell):
                connection, path = self._open()
                with closing(connection):
                    way = _Way(connection, path, self._block_is_due)
                    self._go_on(way, file, way.come() if come is None else come)
                return
            come = None  # nobody knows: the site is asked
            self._ended.wait(self._backoff.pause())
        raise Cancelled

    def _go_on(self, way: _Way, file: BinaryIO, come: int) -> None:
        while come < self._size:
            piece = _read(file, come, self._path.name)
            come = way.send(piece, come)
            self._backoff.reset()
            self._tell(Progress(come))
        self._tell(Progress(come, is_over=True))

    def _block_is_due(self) -> None:
        if self._ended.is_set():
            raise Cancelled

    def _let_be(self) -> None:
        """Have the site forget what has come; it does so of itself in a day."""
        with suppress(OSError, HTTPException, CannotConnect):
            connection, path = self._open()
            with closing(connection):
                connection.request("DELETE", path)
                connection.getresponse().read(ANSWER_BYTES)


class _Way:
    """One connection over which one file goes; ``look()`` is called in between."""

    def __init__(
        self, connection: HTTPConnection, path: str, look: Callable[[], None]
    ) -> None:
        self._connection = connection
        self._path = path
        self._look = look

    def come(self) -> int:
        """How much the site has.

        Raises:
            CannotConnect, Unwell, OSError, HTTPException
        """
        self._connection.request("HEAD", self._path)
        response = self._connection.getresponse()
        response.read()
        require(response, "The site does not take that file any more.")
        return _offset(response)

    def send(self, piece: bytes, come: int) -> int:
        """Send what follows; how much the site has then.

        Raises:
            as of ``come``
        """
        about = {"Upload-Offset": str(come), "Content-Length": str(len(piece))}
        self._connection.request("PATCH", self._path, self._blocks(piece), about)
        response = self._connection.getresponse()
        said = response.read(ANSWER_BYTES).decode("utf-8", "replace").strip()
        if response.status == ELSEWHERE:
            raise Unwell
        require(response, said)
        return _offset(response)

    def _blocks(self, piece: bytes) -> Iterator[bytes]:
        for at in range(0, len(piece), BLOCK_BYTES):
            self._look()
            yield piece[at : at + BLOCK_BYTES]


def _offset(response: HTTPResponse) -> int:
    said = response.getheader("Upload-Offset") or ""
    if not said.isdigit():
        raise CannotConnect("What answers there is not the site.")
    return int(said)


def _read(file: BinaryIO, at: int, name: str) -> bytes:
    try:
        file.seek(at)
        piece = file.read(PIECE_BYTES)
    except OSError as error:
        raise CannotConnect(f"{name} cannot be read: {error.strerror}.") from None
    if not piece:
        raise CannotConnect(f"{name} has changed: choose it again.")
    return piece

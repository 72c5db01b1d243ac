"""Fetches a file of the site, in a thread of its own.

It is stored beside its place first, so that there is never half a file; after a line
that broke it goes on with what is there.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import BinaryIO

from chat.desktop.connection.dial import CannotConnect
from chat.desktop.connection.patience import Patience
from chat.desktop.connection.sites import ANSWER_BYTES, BLOCK_BYTES, Unwell, require
from chat.desktop.core.backoff import Backoff
from chat.desktop.core.files.uploads import Progress

ALL, PART = 200, 206


class Fetching:
    """``leave`` ends it; what has come is let go then."""

    def __init__(
        self,
        open: Callable[[], tuple[HTTPConnection, str]],
        path: Path,
        tell: Callable[[Progress], None],
        patience: Patience,
    ) -> None:
        self._open = open
        self._path = path
        self._draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
        self._tell = tell
        self._backoff = Backoff(patience.first_pause, patience.longest_pause)
        self._ended = threading.Event()
        self.thread = threading.Thread(target=self._run, name="fetch", daemon=True)

    def leave(self) -> None:
        self._ended.set()

    # --- In the thread ----------------------------------------------------------------

    def _run(self) -> None:
        try:
            end = self._end()
        finally:
            with suppress(OSError):
                self._draft.unlink()
        if end:
            self._tell(end)

    def _end(self) -> Progress | None:
        """What comes of it; None: it is left alone."""
        try:
            with self._draft.open("wb") as draft:
                self._fetch(draft)
            if self._ended.is_set():
                return None
            self._draft.replace(self._path)
        except CannotConnect as why:
            return Progress(0, is_over=True, refusal=str(why))
        except OSError as error:
            refusal = f"It cannot be stored there: {error.strerror}."
            return Progress(0, is_over=True, refusal=refusal)
        return Progress(0, is_over=True)

    def _fetch(self, draft: BinaryIO) -> None:
        """Until all of it is there, over as many connections as that takes."""
        while not self._ended.is_set():
            with suppress(OSError, HTTPException, Unwell):
                connection, path = self._open()
                with closing(connection):
                    self._go_on(connection, path, draft)
                return
            self._ended.wait(self._backoff.pause())

    def _go_on(self, connection: HTTPConnection, path: str, draft: BinaryIO) -> None:
        come = draft.seek(0, os.SEEK_END)
        connection.request("GET", path, headers={"Range": f"bytes={come}-"})
        response = connection.getresponse()
        if response.status not in (ALL, PART):
            said = response.read(ANSWER_BYTES).decode("utf-8", "replace").strip()
            require(response, said)
            raise CannotConnect(said)
        if response.status == ALL:
            draft.truncate(draft.seek(0))
        while block := response.read(BLOCK_BYTES):
            _write(draft, block)
            self._backoff.reset()
            if self._ended.is_set():
                return
        # So much is left; None where a proxy does not say: an early end is an error.
        if response.length:
            raise Unwell


def _write(draft: BinaryIO, block: bytes) -> None:
    try:
        draft.write(block)
    except OSError as error:
        raise CannotConnect(f"It cannot be stored: {error.strerror}.") from None

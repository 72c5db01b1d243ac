"""What has come of files as yet, and how it comes to be a content.

What has come so far is a file of the data folder, which one request at a time adds to.
A content is put into the storage by its hash, all of it at once, and stays there before
anybody is told of it. All of this runs in threads of its own.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from chat.files.contents import contents
from chat.files.excerpts import TEXT_BYTES, said_in
from chat.files.models import content_name
from chat.files.naming import SIGN_BYTES, media_of
from chat.wire.errors import DiskFull, NotAllowed

_FULL = (errno.ENOSPC, errno.EDQUOT)


def require_room(size: int) -> None:
    """Raises:
    DiskFull: what the site keeps free would not be free any more.
    """
    if shutil.disk_usage(settings.CHAT_DATA_DIR).free < size + settings.CHAT_FREE_BYTES:
        raise DiskFull


# --- What has come so far -------------------------------------------------------------


class Part:
    """What has come of a file as yet; whoever has it open has it alone."""

    def __init__(self, id: UUID) -> None:
        """Raises:
        NotAllowed: somebody else has it open.
        """
        self.path = folder() / id.hex
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        self._settling: int | None = None
        if not self._is_alone():
            os.close(self._file)
            raise NotAllowed("That file is being sent just now.")
        self.size = os.fstat(self._file).st_size

    def _is_alone(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever had it until now may have put it into the storage: what is there
            # is never written to.
            return os.path.samestat(os.stat(self.path), os.fstat(self._file))
        except OSError:
            return False

    def begin_anew(self) -> None:
        """Let go of what has come."""
        self.shorten(0)

    def shorten(self, size: int) -> None:
        """Let go of what is beyond so many bytes."""
        if size < self.size:
            os.ftruncate(self._file, size)
            self.size = size

    def add(self, data: bytes) -> None:
        """Raises:
        DiskFull: then nothing is left of it.
        """
        try:
            # A disk that is nearly full takes a part of it, and says nothing.
            while data:
                written = os.pwrite(self._file, data, self.size)
                self.size, data = self.size + written, data[written:]
        except OSError as error:
            if error.errno not in _FULL:
                raise
            self.begin_anew()
            raise DiskFull from None

    def media(self) -> str:
        """As of ``media_of``."""
        return media_of(os.pread(self._file, SIGN_BYTES, 0))

    def text(self) -> str:
        """As of ``said_in``."""
        return said_in(os.pread(self._file, TEXT_BYTES, 0))

    def sync(self) -> None:
        """Have it on the disk."""
        os.fsync(self._file)

    def settle(self) -> None:
        """From now on until it is closed, no content is deleted."""
        self._settling = _hold(fcntl.LOCK_SH)

    def close(self) -> None:
        os.close(self._file)
        if self._settling is not None:
            os.close(self._settling)


class Whole(NamedTuple):
    """What there is to know of a content; ``text`` as of ``said_in``."""

    sha256: str
    size: int
    media: str
    text: str


def folder() -> Path:
    """Where they come to."""
    path = Path(settings.CHAT_DATA_DIR) / "uploads"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def come(id: UUID) -> int:
    """How many bytes of it have come."""
    path = folder() / id.hex
    return path.stat().st_size if path.exists() else 0


def forget(id: UUID) -> None:
    """Let go of what has come, unless more of it comes just now.

    Only who has it alone takes it away: another part would else be in its place.
    """
    with suppress(NotAllowed):
        part = Part(id)
        part.path.unlink()
        part.close()


# --- What becomes whole ---------------------------------------------------------------


def put_in(part: Part) -> Whole:
    """Put what has come into the storage, where it stays.

    Until the part is closed it is not deleted there, also if no file has it yet.

    Raises:
        DiskFull
        StorageAway
    """
    part.sync()
    with part.path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    whole = Whole(sha256, part.size, part.media(), part.text())
    part.settle()
    with _full_disk():
        contents().put(content_name(whole.sha256), part.path)
    return whole


@contextmanager
def still() -> Iterator[bool]:
    """Whether nothing is being put into the storage; nothing is, until that ends."""
    try:
        held = _hold(fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
        return
    try:
        yield True
    finally:
        os.close(held)


def _hold(how: int) -> int:
    """Lock the folder in which all that is to be a content has come.

    That tells the processes of this machine alone. Where several put into one bucket,
    a content that nobody has any more may go while it comes anew elsewhere, if both
    happen within one and the same moment: ``manage.py files --check`` would name it.
    """
    held = os.open(folder(), os.O_RDONLY)
    try:
        fcntl.flock(held, how)
    except OSError:
        os.close(held)
        raise
    return held


@contextmanager
def _full_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise DiskFull from None

"""Where files are: what has come of one as yet, and what is in those that are whole.

What has come so far is a file of the data folder, which one request at a time adds to.
A content is put into the storage ``files`` by its hash, all of it at once, and is on
the disk before anybody is told of it. All of this runs in threads of its own.
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.files.base import File as Content
from django.core.files.storage import Storage, storages

from chat.backup.disk import sync
from chat.files.models import content_name
from chat.files.naming import SIGN_BYTES, media_of
from chat.wire.errors import DiskFull, NotAllowed

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4
_threads = ThreadPoolExecutor(THREADS, "chat-files")
_FULL = (errno.ENOSPC, errno.EDQUOT)


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what waits for a disk, and asks nothing of the database."""
    call = asyncio.get_running_loop().run_in_executor
    return await call(_threads, lambda: function(*args, **kwargs))


def contents() -> Storage:
    """The storage of what is whole."""
    return storages["files"]


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
        os.ftruncate(self._file, 0)
        self.size = 0

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
    """What there is to know of a content."""

    sha256: str
    size: int
    media: str


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


# --- What is whole --------------------------------------------------------------------


def put_in(part: Part) -> Whole:
    """Put what has come into the storage; it is on the disk then.

    Until the part is closed it is not deleted there, also if no file has it yet.

    Raises:
        DiskFull
    """
    part.sync()
    with part.path.open("rb") as file:
        media = media_of(file.read(SIGN_BYTES))
        file.seek(0)
        whole = Whole(hashlib.file_digest(file, "sha256").hexdigest(), part.size, media)
    name = content_name(whole.sha256)
    part.settle()
    with _full_disk(), _Lying(part.path) as content:
        # By its path it is moved there, in the same file system: also over its equal,
        # which then is as young as this.
        contents().save(name, content)
        _settle(name)
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
    """Lock the folder in which all that is to be a content has come."""
    held = os.open(folder(), os.O_RDONLY)
    try:
        fcntl.flock(held, how)
    except OSError:
        os.close(held)
        raise
    return held


class _Lying(Content):  # type: ignore[type-arg]
    """What lies in the file system already."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.open("rb"), path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        """As Django's storage asks for it, to move it instead of copying it."""
        return str(self._path)


def _settle(name: str) -> None:
    """Have it stay where it was moved, also if the power goes."""
    try:
        path = Path(contents().path(name))
    except NotImplementedError:  # a storage elsewhere has its own way
        return
    sync(path.parent)
    sync(path.parent.parent)


@contextmanager
def _full_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise DiskFull from None

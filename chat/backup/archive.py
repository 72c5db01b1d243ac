"""The file of a backup: a zip of parts, and of a manifest that says what is in them.

The last 64 bytes, the zip's comment, are the SHA-256 of everything before them: what is
cut off or altered shows before anything is made of it. It holds the words of all and
the key of the site, so it is its owner's alone; and it is put in its place only when it
was written, read again and found to be whole.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import msgspec

from chat.backup import manifest
from chat.backup.disk import CHUNK_BYTES, chunks_of, sync
from chat.backup.errors import BackupError, Broken
from chat.backup.manifest import Manifest, Part
from chat.backup.pace import Pace
from chat.logging.reasons import reason

DIGEST_BYTES = 64
# So much goes to the disk at once: a commit of the site's does not wait behind more.
SETTLED_BYTES = 4 << 20
# Fast: what people say becomes a third.
COMPRESSION = 1
# What reading a zip fails with that somebody has made to hurt, besides.
UNREADABLE = (BadZipFile, EOFError, LookupError, RuntimeError, ValueError, zlib.error)


# --- Writing --------------------------------------------------------------------------


class Draft:
    """An archive that is being written; ``beside`` is for what it takes on the way."""

    def __init__(self, path: Path, file: IO[bytes], pace: Pace) -> None:
        self.beside = path.with_suffix(".copy")
        self.parts: dict[str, Part] = {}
        self.pace = pace
        self._file = file
        self._settled = 0
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=COMPRESSION)

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Put a part in."""
        digest, size = sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as part:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
                self._settle()
        self.parts[name] = Part(size, digest.hexdigest())

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self.add(name, chunks_of(file))

    def finish(self, told: Manifest) -> None:
        """Say what is in it, and seal it."""
        self._zip.writestr(manifest.NAME, msgspec.json.encode(told))
        self._zip.comment = b"0" * DIGEST_BYTES
        self._zip.close()
        end = self._file.seek(-DIGEST_BYTES, os.SEEK_END)
        self._file.seek(0)
        digest = _digest(self._file, end, self.pace)
        self._file.seek(end)
        self._file.write(digest)
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of it, finished or not."""
        with contextlib.suppress(OSError, ValueError):  # the disk is full, perhaps
            self._zip.close()

    def _settle(self) -> None:
        if self._file.tell() - self._settled >= SETTLED_BYTES:
            self._settled = self._file.tell()
            self._file.flush()
            os.fsync(self._file.fileno())
        self.pace.breathe()


@contextmanager
def writing(path: Path, pace: Pace) -> Iterator[Draft]:
    """Write an archive beside its place, and put it there once it is whole.

    Raises:
        BackupError: there is something in its place, or it cannot be written.
    """
    _require_free(path)
    beside = path.with_name(f".{path.name}.part")
    try:
        with _alone(beside) as file:
            draft = Draft(beside, file, pace)
            # What somebody has left who was killed.
            draft.beside.unlink(missing_ok=True)
            try:
                yield draft
                check(beside, pace)
                _require_free(path)
                beside.rename(path)
            except BaseException:
                draft.beside.unlink(missing_ok=True)
                beside.unlink(missing_ok=True)
                raise
            finally:
                draft.close()
            sync(path.parent)
    except OSError as error:
        why = error.strerror or reason(error)
        raise BackupError(f"{path} cannot be written: {why}.") from None


def sweep(folder: Path) -> None:
    """Remove what somebody who was killed has left unfinished there."""
    for left in folder.glob(".*.part"):
        with contextlib.suppress(OSError, BackupError), _alone(left):
            left.with_suffix(".copy").unlink(missing_ok=True)
            left.unlink()


def _require_free(path: Path) -> None:
    if os.path.lexists(path):
        raise BackupError(f"{path} is there already: name a file that is not.")


@contextmanager
def _alone(path: Path) -> Iterator[IO[bytes]]:
    # The lock ends with the process: what nobody holds is nobody's any more.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"{path} is being written already.") from None
        if not path.exists() or not os.path.samestat(path.stat(), os.fstat(descriptor)):
            # It has got its name meanwhile: it is whole.
            raise BackupError(f"{path} was written by somebody else.")
        file.truncate()
        yield file


# --- Reading --------------------------------------------------------------------------


class Archive:
    """A backup that was found to be whole."""

    def __init__(self, path: Path, archive: ZipFile, told: Manifest) -> None:
        self.path = path
        self.manifest = told
        self._zip = archive

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part, bit by bit; at its end it was that part.

        Raises:
            Broken: it was not, or there is none.
        """
        if name not in self.manifest.parts or name not in self._zip.namelist():
            raise Broken(f"{self.path} is no backup of this site: it has no {name}.")
        part, digest = self.manifest.parts[name], sha256()
        left, is_more = part.size, False
        try:
            with self._zip.open(name) as file:
                while left > 0 and (chunk := file.read(min(CHUNK_BYTES, left))):
                    digest.update(chunk)
                    left -= len(chunk)
                    yield chunk
                is_more = bool(file.read(1))
        except UNREADABLE:
            is_more = True
        if left or is_more or digest.hexdigest() != part.sha256:
            raise Broken(f"{self.path} is damaged: {name} in it is not what was saved.")

    def extract(self, name: str, path: Path) -> None:
        """Write a part to a new file."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for chunk in self.chunks(name):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def reading(path: Path, pace: Pace) -> Iterator[Archive]:
    """Open a backup, once it was found to be whole.

    Raises:
        Broken: it is no backup, or damaged.
    """
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                raise Broken(f"{path} is no backup of this site.")
            _require_sealed(file, path, pace)
            yield _opened(file, path)
    except IsADirectoryError:
        raise Broken(f"{path} is a folder: name a backup in it.") from None
    except FileNotFoundError as error:
        if error.filename != str(path):
            raise
        raise Broken(f"There is no {path}.") from None


def check(path: Path, pace: Pace) -> None:
    """Read all of a backup.

    Raises:
        Broken: it is not whole.
    """
    with reading(path, pace) as archive:
        for name in archive.manifest.parts:
            for _ in archive.chunks(name):
                pace.breathe()


def _require_sealed(file: IO[bytes], path: Path, pace: Pace) -> None:
    end = file.seek(0, os.SEEK_END) - DIGEST_BYTES
    file.seek(0)
    if end < 0 or _digest(file, end, pace) != file.read():
        raise Broken(f"{path} is no whole backup: it was cut off or altered.")


def _opened(file: IO[bytes], path: Path) -> Archive:
    try:
        archive = ZipFile(file)
        return Archive(path, archive, manifest.read(archive, path))
    except (*UNREADABLE, msgspec.MsgspecError):
        raise Broken(f"{path} is no backup of this site.") from None


def _digest(file: IO[bytes], end: int, pace: Pace) -> bytes:
    digest, left = sha256(), end
    while left and (chunk := file.read(min(CHUNK_BYTES, left))):
        digest.update(chunk)
        left -= len(chunk)
        pace.breathe()
    return digest.hexdigest().encode()

"""What an export is packed into: a folder, or one file, a zip, where its name ends so.

It is its owner's alone, and stands under its name only when it is whole.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Protocol
from zipfile import ZIP_DEFLATED, ZipFile

from chat.backup.errors import BackupError
from chat.moving.errors import Broken, MovingError
from chat.moving.reading import reading
from chat.wire.errors import Unavailable

NAME = re.compile(r"[a-z0-9_.]+(/[a-z0-9_.]+)?")
# Fast: what people say becomes a third.
COMPRESSION = 1


class Box(Protocol):
    """``open`` a file of it: to write if it is being packed, else to read."""

    def open(self, name: str) -> IO[bytes]:
        """One after the other, never two at once."""
        ...


class _Folder:
    def __init__(self, path: Path, mode: str) -> None:
        self.path, self.mode = path, mode

    def open(self, name: str) -> IO[bytes]:
        path = self.path / _safe(name)
        if self.mode == "w":
            path.parent.mkdir(mode=0o700, exist_ok=True)
            return os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "wb")
        with reading(name):
            if not path.exists():
                raise Broken(f"{name} is missing.")
            return path.open("rb")


class _Zip:
    def __init__(self, file: ZipFile) -> None:
        self.file = file

    def open(self, name: str) -> IO[bytes]:
        if self.file.mode == "w":
            return self.file.open(_safe(name), "w", force_zip64=True)
        with reading(name):
            try:
                return self.file.open(_safe(name))
            except KeyError:
                raise Broken(f"{name} is missing.") from None


@contextmanager
def pack(path: Path) -> Iterator[Box]:
    """Make what is to be called ``path``; if that fails, nothing of it stays.

    Raises:
        MovingError: there is something of that name, or it cannot be written.
    """
    if path.exists():
        raise MovingError(f"{path} is there already: name another one.")
    draft = path.with_name(f".{path.name}.draft-{os.getpid()}")
    try:
        if path.suffix == ".zip":
            yield from _pack_zip(draft)
        else:
            draft.mkdir(mode=0o700)
            yield _Folder(draft, "w")
        draft.rename(path)
    except OSError as error:
        raise MovingError(f"{path} cannot be written ({error.strerror}).") from error
    except (BackupError, Unavailable) as error:
        raise MovingError(str(error)) from error
    finally:
        _remove(draft)


@contextmanager
def unpack(path: Path) -> Iterator[Box]:
    """Look into what was packed.

    Raises:
        Broken: it cannot be read, or is nothing of that kind.
    """
    if path.is_dir():
        yield _Folder(path, "r")
        return
    with ExitStack() as stack:
        with reading(str(path)):
            file = stack.enter_context(ZipFile(path))
        yield _Zip(file)


def _pack_zip(draft: Path) -> Iterator[Box]:
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_RDWR, 0o600), "w+b") as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as packed:
            yield _Zip(packed)
        file.flush()
        os.fsync(file.fileno())


def _remove(draft: Path) -> None:
    if draft.is_dir():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        draft.unlink(missing_ok=True)


def _safe(name: str) -> str:
    if not NAME.fullmatch(name) or ".." in name:
        raise Broken(f"The manifest names {name!r}, which is no file of an export.")
    return name

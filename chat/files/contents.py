"""Where the contents of files lie once they are whole: each by its hash, and once.

They are storages of Django's that can do a little more: have a content stay whatever
happens to the machine, give a part of one, and tell which there are.
"""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from django.core.files.base import File as Content
from django.core.files.storage import FileSystemStorage, Storage, storages

from chat.backup.disk import CHUNK_BYTES, sync


class Found(NamedTuple):
    """A content that lies there: how many bytes it has, and since when."""

    size: int
    since: datetime


class Readable(Protocol):
    """A content, or the part of one that was asked for, and perhaps what follows it."""

    def read(self, most: int, /) -> bytes: ...

    def close(self) -> None: ...


class Contents(Storage):
    """Of names as of ``chat.files.models.content_name``.

    Raises:
        StorageAway: where it is one that has to be asked, and does not answer.
    """

    @abstractmethod
    def put(self, name: str, path: Path) -> None:
        """Have what lies there; it stays from now on, also if the power goes.

        It may be there already. It takes the place of its equal, and is young again.
        """

    @abstractmethod
    def opened(self, name: str, start: int = 0, end: int | None = None) -> Readable:
        """One, from a byte on, up to before another.

        Raises:
            FileNotFoundError
        """

    @abstractmethod
    def found(self) -> Iterator[tuple[str, dict[str, Found]]]:
        """All of them, folder by folder."""

    def sizes(self) -> Iterator[tuple[str, int]]:
        """The names of all of them, and how many bytes each has."""
        for folder, there in self.found():
            yield from (
                (f"{folder}/{name}", there[name].size) for name in sorted(there)
            )

    def chunks(self, name: str) -> Iterator[bytes]:
        """What is in one, bit by bit.

        Raises:
            FileNotFoundError: at once.
        """
        return _drained(self.opened(name))


class Folder(Contents, FileSystemStorage):
    """In the data folder."""

    def put(self, name: str, path: Path) -> None:
        # By its path it is moved there, in the same file system.
        with _Lying(path) as content:
            self.save(name, content)
        place = Path(self.path(name))
        sync(place.parent)
        sync(place.parent.parent)

    def opened(self, name: str, start: int = 0, end: int | None = None) -> Readable:
        content = self.open(name)
        content.seek(start)
        return content

    def found(self) -> Iterator[tuple[str, dict[str, Found]]]:
        root = Path(self.location)
        for folder in sorted(root.iterdir()) if root.exists() else ():
            yield folder.name, dict(_lying_in(folder))


def contents() -> Contents:
    """Those of the site."""
    return cast(Contents, storages["files"])


def _drained(content: Readable) -> Iterator[bytes]:
    with closing(content):
        while chunk := content.read(CHUNK_BYTES):
            yield chunk


def _lying_in(folder: Path) -> Iterator[tuple[str, Found]]:
    with os.scandir(folder) as there:
        for each in there:
            with suppress(FileNotFoundError):  # each process sweeps
                about = each.stat()
                since = datetime.fromtimestamp(about.st_mtime, UTC)
                yield each.name, Found(about.st_size, since)


class _Lying(Content):  # type: ignore[type-arg]
    """What lies in the file system already."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.open("rb"), path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        """As Django's storage asks for it, to move it instead of copying it."""
        return str(self._path)

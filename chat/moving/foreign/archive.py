"""An archive of somebody else's: a folder, a zip, a tar, or one file.

It may be made to do harm. Nothing is unpacked, no name in it leads anywhere, no file is
read beyond ``FILE_BYTES``, and all of them together not beyond a hundred times what
they are packed into.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any
from zipfile import ZipFile, is_zipfile

import msgspec

from chat.moving.errors import MovingError
from chat.moving.reading import reading

FILE_BYTES = 512 << 20
LINE_BYTES = 16 << 20
FILES = 2_000_000
RATIO, ALLOWANCE = 100, 1 << 30

Opener = Callable[[], IO[bytes]]


class Archive:
    """``files``: by their names, without a folder that has all of them."""

    def __init__(self, path: Path, files: dict[str, Opener]) -> None:
        self.path = path
        self.files = _below_one_folder(files)
        packed = path.stat().st_size if path.is_file() else None
        self._left = None if packed is None else ALLOWANCE + RATIO * packed

    def read(self, name: str) -> bytes:
        """All of a file.

        Raises:
            MovingError: it is not there, or too large.
        """
        with reading(name), self._open(name) as file:
            content = file.read(FILE_BYTES + 1)
        if len(content) > FILE_BYTES:
            raise MovingError(f"{name} has more than {FILE_BYTES >> 20} MiB.")
        self._spend(len(content))
        return content

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, one after the other.

        Raises:
            MovingError: it is not there, or has a line that is too long.
        """
        with reading(name), self._open(name) as file:
            while line := file.readline(LINE_BYTES + 1):
                if len(line) > LINE_BYTES:
                    raise MovingError(
                        f"{name} has a line of over {LINE_BYTES:,} bytes."
                    )
                self._spend(len(line))
                yield line

    def json(self, name: str, kind: Any) -> Any:
        """What a file of JSON says.

        Raises:
            MovingError: it is no JSON, or not of that kind.
        """
        return decoded(name, self.read(name), kind)

    def _open(self, name: str) -> IO[bytes]:
        if name not in self.files:
            raise MovingError(f"{self.path.name} has no {name}.")
        return self.files[name]()

    def _spend(self, count: int) -> None:
        if self._left is not None:
            self._left -= count
            if self._left < 0:
                raise MovingError(
                    f"{self.path.name} has more than {RATIO} times what it is packed"
                    " into: unpack it by hand, if you trust it, and name the folder."
                )


def decoded(name: str, content: bytes, kind: Any) -> Any:
    """What JSON of that kind says.

    Raises:
        MovingError: it is none.
    """
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise MovingError(f"{name} is not as it should be ({error}).") from None


def legible(content: bytes) -> str:
    """What a name or a line says that may be of the time before UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        # What was usual then; every byte is something in it.
        return content.decode("latin-1")


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Look into an archive.

    Raises:
        MovingError: it cannot be read, or has names that lead out of it.
    """
    with ExitStack() as stack:
        with reading(str(path)):
            archive = Archive(path, _files(path, stack))
        yield archive


def _files(path: Path, stack: ExitStack) -> dict[str, Opener]:
    if path.is_dir():
        found = (each for each in path.rglob("*") if not each.is_symlink())
        return {
            each.relative_to(path).as_posix(): _opener(each.open, "rb")
            for each in found
            if each.is_file()
        }
    if is_zipfile(path):
        packed = stack.enter_context(ZipFile(path))
        names = [it for it in packed.namelist() if not it.endswith("/")]
        return {_safe(name): _opener(packed.open, name) for name in _few(names)}
    if tarfile.is_tarfile(path):
        return _of_tar(stack.enter_context(tarfile.open(path)))
    return {path.name: _opener(path.open, "rb")}


def _of_tar(packed: tarfile.TarFile) -> dict[str, Opener]:
    members = [member for member in packed if member.isfile()]
    found = {}
    for member in _few(members):
        found[_safe(member.name)] = _opener(packed.extractfile, member)
    return found


def _few(found: list[Any]) -> list[Any]:
    if len(found) > FILES:
        raise MovingError(f"It has more than {FILES:,} files.")
    return found


def _opener(function: Callable[..., Any], *words: Any) -> Opener:
    return lambda: function(*words)


def _safe(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        raise MovingError(f"It has a file named {name!r}, which leads out of it.")
    return path.as_posix()


def _below_one_folder(files: dict[str, Opener]) -> dict[str, Opener]:
    kept = {
        legible(name.encode(errors="surrogateescape")): opener
        for name, opener in files.items()
        if not name.startswith(("__MACOSX/", ".")) and "/." not in name
    }
    tops = {name.partition("/")[0] if "/" in name else "" for name in kept}
    top = tops.pop() if len(tops) == 1 else ""
    if not top or top.startswith("#"):  # a channel's
        return kept
    return {name.removeprefix(f"{top}/"): opener for name, opener in kept.items()}

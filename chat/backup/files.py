"""What else the site keeps, beside the database and the key.

Whoever keeps files in the data folder registers where, in their app's ``ready()``; who
keeps them elsewhere, in a store, does so by the folder that they would be in, so that a
backup of the one can be restored to the other. A backup copies the files after the
database, so that whatever the database tells of is there: files that it tells of are
put there before it does, are not changed, and are removed after.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from django.conf import settings

from chat.backup.disk import chunks_of
from chat.backup.errors import BackupError, Broken
from chat.logging.reasons import reason
from chat.wire.errors import Unavailable

FOLDER = "files/"
# Patterns of pathlib's glob, in the data folder.
PATTERNS: list[str] = []


class Store(Protocol):
    """Files by names, each of which is for one content for ever.

    Raises:
        Unavailable: it does not answer.
    """

    def sizes(self) -> Iterator[tuple[str, int]]:
        """The names of all that are there, and how many bytes each has."""
        ...

    def chunks(self, name: str) -> Iterator[bytes]:
        """What is in one, bit by bit.

        Raises:
            FileNotFoundError: at once.
        """
        ...

    def put(self, name: str, path: Path) -> None:
        """Have what lies there."""
        ...


STORES: dict[str, Callable[[], Store]] = {}


def register(pattern: str) -> None:
    """Have these files in every backup, such as ``uploads/**/*``."""
    PATTERNS.append(pattern)


def found() -> Iterator[tuple[str, Iterator[bytes]]]:
    """All of them: the name of its part, and what is in it.

    Raises:
        BackupError: a store does not answer.
    """
    folder = Path(settings.CHAT_DATA_DIR)
    for path in _paths(folder):
        yield f"{FOLDER}{path.relative_to(folder).as_posix()}", _lying(path)
    for beginning, store in STORES.items():
        with _answering():
            for name, _ in store().sizes():
                with suppress(FileNotFoundError):  # nobody has it any more
                    chunks = _coming(store().chunks(name))
                    yield f"{FOLDER}{beginning}/{name}", chunks


def size() -> int:
    """Of all of them, in bytes.

    Raises:
        BackupError: a store does not answer.
    """
    lying = sum(path.stat().st_size for path in _paths(Path(settings.CHAT_DATA_DIR)))
    with _answering():
        return lying + sum(
            its for store in STORES.values() for _, its in store().sizes()
        )


def place(part: str, folder: Path) -> Path:
    """Where the file of a part belongs.

    Raises:
        Broken: it would leave the folder.
    """
    path = Path(part.removeprefix(FOLDER))
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise Broken(f"A file in the backup would leave the data folder: {part}.")
    return folder / path


def is_stored(part: str) -> bool:
    """Whether the file of a part belongs to a store, and not into the data folder."""
    return part.startswith(FOLDER) and place(part, Path()).parts[0] in STORES


def put(part: str, path: Path) -> None:
    """Have the store of a part take what lies there.

    Raises:
        BackupError: it does not answer.
    """
    beginning, *name = place(part, Path()).parts
    with _answering():
        STORES[beginning]().put("/".join(name), path)


def _paths(folder: Path) -> list[Path]:
    paths = {path for pattern in PATTERNS for path in folder.glob(pattern)}
    return sorted(each for each in paths if each.is_file() and not each.is_symlink())


def _lying(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from chunks_of(file)


def _coming(chunks: Iterator[bytes]) -> Iterator[bytes]:
    with _answering():
        yield from chunks


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except Unavailable as away:
        why = reason(away.__cause__ or away)
        raise BackupError(f"Where the files are kept fails: {why}.") from None

"""What else the site keeps in its data folder, beside the database and the key.

Whoever keeps files there registers where, in their app's ``ready()``. A backup copies
the files after the database, so that whatever the database tells of is there: files
that it tells of are put there before it does, are not changed, and are removed after.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from chat.backup.errors import Broken

FOLDER = "files/"
# Patterns of pathlib's glob, in the data folder.
PATTERNS: list[str] = []


def register(pattern: str) -> None:
    """Have these files in every backup, such as ``uploads/**/*``."""
    PATTERNS.append(pattern)


def found() -> Iterator[tuple[str, Path]]:
    """All of them, by the name of their part."""
    folder = Path(settings.CHAT_DATA_DIR)
    paths = {path for pattern in PATTERNS for path in folder.glob(pattern)}
    for path in sorted(paths):
        if path.is_file() and not path.is_symlink():
            yield f"{FOLDER}{path.relative_to(folder).as_posix()}", path


def place(part: str, folder: Path) -> Path:
    """Where the file of a part belongs.

    Raises:
        Broken: it would leave the folder.
    """
    path = Path(part.removeprefix(FOLDER))
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise Broken(f"A file in the backup would leave the data folder: {part}.")
    return folder / path

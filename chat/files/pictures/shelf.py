"""Where thumbnails lie: in the data folder, by the content of their picture.

They are made before it is shared, and again where they lack: no backup has them, and
each machine of a site its own.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import IO, NamedTuple

from django.conf import settings
from django.utils import timezone

from chat.backup.disk import CHUNK_BYTES
from chat.files.contents import contents
from chat.files.models import File, content_name
from chat.files.pictures.thumbnails import Drawn
from chat.files.pictures.worker import draw

# What such a folder is called until it is known by what.
_NEW = "new-"


class Made(NamedTuple):
    """What was found of a picture, and where its thumbnails are for now."""

    drawn: Drawn
    folder: Path


def make(path: Path) -> Made | None:
    """Clean a picture where it lies, and make its thumbnails.

    None: it is none, or one that takes too much.
    """
    made = Path(tempfile.mkdtemp(prefix=_NEW, dir=folder()))
    drawn = draw(path, made)
    if drawn is None:
        shutil.rmtree(made)
        return None
    return Made(drawn, made)


@contextmanager
def drawn(content: Iterable[bytes]) -> Iterator[Made | None]:
    """What ``make`` finds, of a picture of which nothing is kept."""
    with tempfile.TemporaryDirectory(prefix=_NEW, dir=folder()) as name:
        made = Path(name)
        path = made / "picture"
        with path.open("wb") as file:
            file.writelines(content)
        found = draw(path, made)
        yield Made(found, made) if found else None


def keep(made: Made, sha256: str) -> None:
    """Put thumbnails to where they are looked for."""
    place = folder() / content_name(sha256)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        made.folder.rename(place)
    except OSError as error:
        shutil.rmtree(made.folder)
        if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
            raise  # else its equal has them already


def path_of(file: File, name: str) -> Path:
    """Where a thumbnail lies, if it is made."""
    return folder() / file.content / name


def opened(file: File, name: str, start: int) -> IO[bytes]:
    """A thumbnail, from a byte on."""
    thumbnail = path_of(file, name).open("rb")
    thumbnail.seek(start)
    return thumbnail


def size_of(file: File, name: str) -> int | None:
    """How many bytes a thumbnail has; None: it lacks."""
    try:
        return path_of(file, name).stat().st_size
    except FileNotFoundError:
        return None


def make_again(file: File, name: str) -> None:
    """Have its thumbnails where they are looked for, unless that one is there."""
    if size_of(file, name) is not None:  # whoever was before has made it
        return
    shutil.rmtree(folder() / file.content, ignore_errors=True)
    with tempfile.NamedTemporaryFile(dir=folder(), prefix=_NEW) as copy:
        with closing(contents().opened(file.content)) as content:
            while chunk := content.read(CHUNK_BYTES):
                copy.write(chunk)
        copy.flush()
        made = make(Path(copy.name))
    if made:
        keep(made, file.sha256)


def bytes_of(file: File, name: str) -> bytes:
    """All of a thumbnail, which is made if it lacks."""
    make_again(file, name)
    return path_of(file, name).read_bytes()


def clear(young: timedelta) -> None:
    """Let go of those of contents that no file has, and of what was not finished."""
    old = (timezone.now() - young).timestamp()
    for path in folder().glob(f"{_NEW}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < old:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in _unwanted():
        shutil.rmtree(path, ignore_errors=True)


def folder() -> Path:
    """Where all of them are."""
    path = Path(settings.CHAT_DATA_DIR) / "thumbnails"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _unwanted() -> Iterator[Path]:
    for group in folder().glob("[0-9a-f][0-9a-f]"):
        names = {path.name: path for path in group.iterdir()}
        used = File.objects.filter(sha256__startswith=group.name)
        for name in names.keys() - {*used.values_list("sha256", flat=True)}:
            yield names[name]

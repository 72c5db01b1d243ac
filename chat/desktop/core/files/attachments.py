"""Files of this computer that are to be shared."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from chat.desktop.core.files.sizes import size_of

# So many go with one message.
FILES_MOST = 10


class CannotShare(Exception):
    """It is no file that can be read; ``str()`` is a sentence."""


@dataclass(frozen=True)
class Attachment:
    """A file that a post brings along: of ``size`` bytes, as long as nobody changes it.

    ``id``: the site has it by now, and calls it so.
    """

    path: str
    size: int
    id: str = ""

    @property
    def name(self) -> str:
        return Path(self.path).name

    @property
    def line(self) -> str:
        """How the site will tell of it."""
        return f"📎 {self.name} ({size_of(self.size)})"


def attached(paths: Iterable[str]) -> list[tuple[Attachment, ...]]:
    """The files at these paths, as many together as go with one message.

    Raises:
        CannotShare
    """
    files = [_attachment(Path(path).expanduser().absolute()) for path in paths]
    starts = range(0, len(files), FILES_MOST)
    return [tuple(files[at : at + FILES_MOST]) for at in starts]


def _attachment(path: Path) -> Attachment:
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        raise CannotShare(f"There is no file {path}.") from None
    if not path.is_file():
        raise CannotShare(f"{path} is no file.")
    if not os.access(path, os.R_OK):
        raise CannotShare(f"{path} cannot be read.")
    if not size:
        raise CannotShare(f"There is nothing in {path}.")
    return Attachment(str(path), size)

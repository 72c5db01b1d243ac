"""What a damaged archive, or one that was made to hurt, does to whoever reads it."""

from __future__ import annotations

import lzma
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager

from chat.backup.archive import UNREADABLE
from chat.moving.errors import Broken


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Have it be one sentence; only what reads stands in here, and not who uses it.

    Raises:
        Broken: it cannot be read.
    """
    try:
        yield
    except OSError as error:
        raise Broken(f"{what} cannot be read ({error.strerror or error}).") from error
    except (*UNREADABLE, tarfile.TarError, lzma.LZMAError) as error:
        raise Broken(f"{what} is damaged ({error}).") from error

"""The store, for those who go on when the disk does not do what it should."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from chat.desktop.core.storage.store import Store

NOT_KEPT = "That could not be kept on this computer's disk, so it was not sent: {}."


class Disk:
    """``warn(sentence)`` tells the person what could not be kept."""

    def __init__(self, store: Store, warn: Callable[[str], None]) -> None:
        self.store = store
        self._warn = warn

    def attempt(self, write: Callable[..., object], *what: Any) -> bool:
        """Write something; false if that failed."""
        try:
            write(*what)
        except (sqlite3.Error, OSError) as error:
            self._warn(NOT_KEPT.format(error))
            return False
        return True

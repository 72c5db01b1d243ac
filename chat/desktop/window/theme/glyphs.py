"""The pictures of characters: each is loaded once, and a few at a time.

X11 keeps them in a cache of 1 MB, which holds a dozen of colour emoji: a text with more
unpacks each anew whenever it is drawn, and a window full of them takes a second.
"""

from __future__ import annotations

import os
import socket
import tempfile
import time
import tkinter as tk
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress

# Xft counts an emoji by the size that it has in its file, and keeps it in a small one.
CACHE_BYTES = 512 * 1024 * 1024
CACHE = f"Xft.maxglyphmemory: {CACHE_BYTES}\n"
RESOURCES = "XENVIRONMENT"
# Latin letters are there anyway.
LAST_COMMON = "\u02ff"
PIECE = 16


@contextmanager
def room_for_emoji() -> Iterator[None]:
    """``with``: Tk starts and loads its first font, and learns of a larger cache."""
    before = os.environ.get(RESOURCES)
    own = before or os.path.expanduser(f"~/.Xdefaults-{socket.gethostname()}")
    with ExitStack() as stack:
        with suppress(OSError):
            made = tempfile.NamedTemporaryFile("w", suffix=".resources")  # noqa: SIM115
            file = stack.enter_context(made)
            file.write(f'#include "{own}"\n{CACHE}' if os.path.exists(own) else CACHE)
            file.flush()
            os.environ[RESOURCES] = file.name
        try:
            yield
        finally:
            # What is started from here, a browser perhaps, has its own.
            os.environ.pop(RESOURCES, None)
            if before is not None:
                os.environ[RESOURCES] = before


class Glyphs:
    """Loads what a text needs before it is drawn."""

    def __init__(self, root: tk.Tk) -> None:
        self._root = root
        self._loaded: dict[str, set[str]] = {}

    def forget(self) -> None:
        """The fonts have another size."""
        self._loaded = {}

    def load(self, texts: Iterable[tuple[str, str]], until: float) -> bool:
        """Load what pairs of a text and a font need; false if time was up before."""
        for text, font in texts:
            loaded = self._loaded.setdefault(font, set())
            rare = sorted({each for each in text if each > LAST_COMMON} - loaded)
            while rare:
                if time.monotonic() >= until:
                    return False
                piece, rare = rare[:PIECE], rare[PIECE:]
                self._root.tk.call("font", "measure", font, "".join(piece))
                loaded.update(piece)
        return True

"""The desktop client as one file that Python runs: a ZIP archive of ``chat/desktop``.

The same sources and the same address give the same bytes, on every machine.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from chat.text.emoji import FILE as FILE_OF_EMOJI

FILE = "chat-desktop.pyz"
_ROOT = Path(__file__).parents[2]
_SHEBANG = b"#!/usr/bin/env python3\n"
_MAIN = "import sys\n\nfrom chat.desktop.__main__ import main\n\nsys.exit(main())\n"
# The earliest time that a ZIP archive can name.
_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16


@lru_cache(maxsize=32)
def build(host: str = "", port: int = 0, *, tls: bool = False) -> bytes:
    """The archive, with the site's own address filled in where it is known."""
    archive = io.BytesIO(_SHEBANG)
    archive.seek(0, io.SEEK_END)
    # Stored, because not every zlib compresses to the same bytes.
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for name, text in _files():
            packed.writestr(_entry(name), text)
        if host:
            site = json.dumps({"host": host, "port": port, "tls": tls})
            packed.writestr(_entry("chat/desktop/site.json"), site)
    return archive.getvalue()


def _files() -> Iterator[tuple[str, str]]:
    yield "__main__.py", _MAIN
    paths = [_ROOT / "chat/__init__.py", *_ROOT.glob("chat/desktop/**/*.py")]
    for path in sorted(paths):
        # Git may have checked it out with other line ends.
        yield path.relative_to(_ROOT).as_posix(), path.read_text(encoding="utf-8")
    yield "chat/desktop/emoji.json", FILE_OF_EMOJI.read_text(encoding="utf-8")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    # What made it is noted as well: Unix, on every system.
    entry.create_system = 3
    entry.external_attr = _READABLE
    return entry

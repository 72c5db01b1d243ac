"""The program that cleans and draws one picture, and ends: started by ``worker``.

    python -m chat.files.pictures.program PICTURE FOLDER

Of a PDF it draws the first page, and a film it only cleans. What it may take of the
machine is bounded before it looks at anything, with what it starts. It says what was
drawn, as JSON, null of a film; where it fails, there is no picture.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from mmap import mmap
from pathlib import Path
from typing import Any

from chat.files.naming import FILM, PDF, SIGN_BYTES, media_of
from chat.files.pictures.cleaning import clean
from chat.files.pictures.pdf import first_page

MEMORY_BYTES = 512 * 2**20
CPU_SECONDS = 10
# Who talks comes first; but where much else goes on, it is to end some time.
NICENESS = 5


def main(path: Path, folder: Path) -> None:
    _bound(path.stat().st_size)
    with path.open("r+b") as file, mmap(file.fileno(), 0) as content:
        media = media_of(content[:SIGN_BYTES])
        if media != PDF:
            clean(content)
    print(json.dumps(None if media == FILM else _drawn(path, folder, media)))


def _drawn(path: Path, folder: Path, media: str) -> dict[str, Any]:
    # It is large, and not bounded any earlier.
    from chat.files.pictures.drawing import draw

    if media != PDF:
        return draw(path, folder)._asdict()
    page = first_page(path, folder)
    drawn = draw(page, folder)
    page.unlink()
    return drawn._asdict()


def _bound(size: int) -> None:
    """``size``: of what is mapped, which takes no memory of its own."""
    os.nice(NICENESS)
    memory = MEMORY_BYTES + size
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

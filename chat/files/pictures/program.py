"""The program that cleans and draws one picture, and ends: started by ``worker``.

    python -m chat.files.pictures.program PICTURE FOLDER

What it may take of the machine is bounded before it looks at anything. It says what was
drawn, as JSON; where it fails, there is no picture.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from mmap import mmap
from pathlib import Path

from chat.files.pictures.cleaning import clean

MEMORY_BYTES = 512 * 2**20
CPU_SECONDS = 10
# Who talks comes first; but where much else goes on, it is to end some time.
NICENESS = 5


def main(path: Path, folder: Path) -> None:
    _bound()
    with path.open("r+b") as file, mmap(file.fileno(), 0) as content:
        clean(content)
    # It is large, and not bounded any earlier.
    from chat.files.pictures.drawing import draw

    print(json.dumps(draw(path, folder)._asdict()))


def _bound() -> None:
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

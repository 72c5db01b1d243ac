"""The first page of a PDF as a picture, by poppler's ``pdftoppm``, where that is."""

from __future__ import annotations

import subprocess
from pathlib import Path

from chat.files.pictures.thumbnails import SIDES

PROGRAM = "pdftoppm"


def first_page(path: Path, folder: Path) -> Path:
    """Lay it down in that folder, as large as the largest thumbnail.

    It is bounded as whoever asks is.

    Raises:
        OSError: there is no such program.
        SubprocessError: it cannot read it.
    """
    page = folder / "page"
    size = ["-scale-to", str(SIDES[-1])]
    only = ["-f", "1", "-l", "1", "-singlefile", "-png"]
    command = [PROGRAM, *only, *size, str(path), str(page)]
    subprocess.run(command, stdin=subprocess.DEVNULL, check=True)  # noqa: S603
    return page.with_suffix(".png")

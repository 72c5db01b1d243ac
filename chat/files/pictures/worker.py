"""Has pictures cleaned and drawn, each by a process of its own.

That may die of what it was given, and takes nothing with it: there is no picture then.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from chat.files.pictures.thumbnails import Drawn

logger = logging.getLogger(__name__)

# On a machine that has much else to do; of a core it has less.
SECONDS_MOST = 120.0


def draw(path: Path, folder: Path) -> Drawn | None:
    """Have a picture cleaned where it lies, and its thumbnails laid down in a folder.

    None: it is no picture, or one that takes too much; or a film, which is cleaned.
    """
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-P", "-m", "chat.files.pictures.program", path, folder],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS_MOST,
            check=True,
        )
    except subprocess.SubprocessError as error:
        said = (getattr(error, "stderr", None) or b"").splitlines()[-1:]
        why = b"".join(said).decode(errors="replace")
        logger.info("No picture was made of %s: %s %s", path.name, error, why)
        return None
    drawn = json.loads(done.stdout)
    return Drawn(**drawn) if drawn else None


def environment() -> dict[str, str]:
    """Nothing of the site's secrets; and no room for threads that it has not."""
    paths = str(settings.BASE_DIR), os.environ.get("PYTHONPATH")
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "MALLOC_ARENA_MAX": "1",
    }

"""Where this system keeps what belongs to a person."""

from __future__ import annotations

import os
import sys
from pathlib import Path

NAME = "chat-desktop"


def home() -> Path:
    """The client's folder, for nobody else's eyes."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        given = os.environ.get("XDG_DATA_HOME")
        base = Path(given or Path.home() / ".local" / "share")
    return base / NAME

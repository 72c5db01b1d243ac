"""The keys that do the same as a menu."""

from __future__ import annotations

import sys

_IS_MAC = sys.platform == "darwin"
# What is held down, as Tk calls it and as people know it.
KEY = "Command" if _IS_MAC else "Control"
SHOWN_KEY = "⌘" if _IS_MAC else "Ctrl+"

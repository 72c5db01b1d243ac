"""The fonts: the system's own, in some cuts and sizes."""

from __future__ import annotations

import tkinter as tk
from tkinter import font
from typing import Any

SIZES = range(7, 29)
# How high a line of usual text is, in pixels, where a measure stands for itself.
USUAL_HEIGHT = 19
_OURS: dict[str, dict[str, Any]] = {
    "ChatBold": {"weight": "bold"},
    "ChatItalic": {"slant": "italic"},
    "ChatBoldItalic": {"weight": "bold", "slant": "italic"},
    "ChatCode": {},
    "ChatSmall": {},
    "ChatSmallBold": {"weight": "bold"},
    "ChatTitle": {"weight": "bold"},
}
# In points, by how much each differs from the size of text.
_DIFFERENCES = {
    "TkDefaultFont": 0,
    "TkTextFont": 0,
    "TkFixedFont": 0,
    "TkMenuFont": 0,
    "TkHeadingFont": 0,
    "TkCaptionFont": 0,
    "TkIconFont": 0,
    "TkSmallCaptionFont": -2,
    "TkTooltipFont": -2,
    "ChatBold": 0,
    "ChatItalic": 0,
    "ChatBoldItalic": 0,
    "ChatCode": 0,
    "ChatSmall": -2,
    "ChatSmallBold": -2,
    "ChatTitle": 5,
}


class Fonts:
    """Makes ours on top of Tk's; widgets call them by name."""

    def __init__(self, root: tk.Tk) -> None:
        self._root = root
        family = self._font("TkDefaultFont").actual("family")
        fixed = self._font("TkFixedFont").actual("family")
        # A named font ends with the object that made it.
        self._kept = []
        for name, options in _OURS.items():
            chosen = fixed if name == "ChatCode" else family
            self._kept.append(font.Font(root, name=name, family=chosen, **options))

    @property
    def row_height(self) -> int:
        """Of a list, in pixels."""
        return round(self._font("TkDefaultFont").metrics("linespace") * 1.55)

    @property
    def scale(self) -> float:
        """How much larger text is than usual: by its size, or that of the screen's."""
        return int(self._font("TkDefaultFont").metrics("linespace")) / USUAL_HEIGHT

    def resize(self, size: int) -> int:
        """Set the size of all text, in points; returns what it became."""
        size = min(max(size, SIZES[0]), SIZES[-1])
        for name, difference in _DIFFERENCES.items():
            self._font(name).configure(size=size + difference)
        return size

    def _font(self, name: str) -> font.Font:
        return font.Font(self._root, name=name, exists=True)

"""The pictures of people, as images that change wherever they stand.

Whoever shows somebody's face has an image of nothing, until the picture has come; a
letter, as on the page, Tk cannot draw into one.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from contextlib import suppress

from chat.desktop.window.theme.looks import Looks

SMALL, GAP = 18, 5


class Faces:
    """``want(person)`` has that one's picture fetched, for ``show``."""

    def __init__(self, looks: Looks, want: Callable[[int], None]) -> None:
        self._looks = looks
        self._want = want
        self._large: dict[int, tk.PhotoImage] = {}
        self._small: dict[int, tk.PhotoImage] = {}

    def small(self, person: int) -> tk.PhotoImage:
        """As high as a line, with a gap behind it."""
        return self._of(person, self._small)

    def large(self, person: int) -> tk.PhotoImage:
        """As it is sent."""
        return self._of(person, self._large)

    def show(self, person: int, png: bytes) -> None:
        """It has come, or is not shown any more (empty)."""
        sizes = self._large, self._small
        large, small = (_empty(self._looks, each.get(person)) for each in sizes)
        with suppress(tk.TclError):  # what a server says is a picture
            if png:
                large.configure(width=0, height=0, data=png)
                self._shrink(large, small)

    def _of(self, person: int, its: dict[int, tk.PhotoImage]) -> tk.PhotoImage:
        if person not in its:
            its[person] = _empty(self._looks, None)
        self._want(person)
        return its[person]

    def _shrink(self, large: tk.PhotoImage, small: tk.PhotoImage) -> None:
        """Tk leaves out every so many pixels: of what is smaller already none."""
        by = max(1, round(large.height() / self._looks.px(SMALL)))
        side = -(-large.height() // by)
        small.configure(width=side + self._looks.px(GAP), height=side)
        small.tk.call(small, "copy", large, "-subsample", by, by)


def _empty(looks: Looks, image: tk.PhotoImage | None) -> tk.PhotoImage:
    """That image, or a new one, with nothing in it."""
    if image is None:
        return tk.PhotoImage(master=looks.root, width=1, height=1)
    image.configure(data="", width=1, height=1)
    image.blank()
    return image

"""Draws a little at a time, so that whoever types goes on typing meanwhile."""

from __future__ import annotations

import time
import tkinter as tk
from collections import deque
from collections.abc import Callable
from typing import Protocol

# With what Tk lays out afterwards by itself, a slice stays below 30 ms.
SLICE_SECONDS = 0.012
PAUSE_MS = 5


class Drawer(Protocol):
    """Somebody with much to draw."""

    def draw_some(self, until: float) -> bool:
        """Draw until that time has come; whether there is more to draw."""


class Slices:
    """All windows of the program share them: each is drawn in by turns."""

    def __init__(self, root: tk.Tk) -> None:
        self._root = root
        self._drawers: deque[Drawer] = deque()
        self._is_due = False
        # Called when all is drawn.
        self.done: Callable[[], None] = lambda: None

    def ask(self, drawer: Drawer) -> None:
        """Have somebody draw soon."""
        if drawer not in self._drawers:
            self._drawers.append(drawer)
        self._come_back()

    def forget(self, drawer: Drawer) -> None:
        """Somebody has nothing to draw on any more."""
        if drawer in self._drawers:
            self._drawers.remove(drawer)

    def run(self) -> None:
        """Draw one slice now."""
        until, had_any = time.monotonic() + SLICE_SECONDS, bool(self._drawers)
        while self._drawers:
            drawer = self._drawers.popleft()
            if drawer.draw_some(until):
                self._drawers.append(drawer)
            if time.monotonic() >= until:
                break
        if had_any and not self._drawers:
            self.done()
        self._come_back()

    def _come_back(self) -> None:
        if self._drawers and not self._is_due:
            self._is_due = True
            self._root.after(PAUSE_MS, self._go_on)

    def _go_on(self) -> None:
        self._is_due = False
        if self._drawers:
            self.run()

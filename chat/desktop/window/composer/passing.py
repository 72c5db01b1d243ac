"""What is typed where nothing can be written goes to where messages are written."""

from __future__ import annotations

import sys
import tkinter as tk

from chat.desktop.window.composer.editing import paste
from chat.desktop.window.composer.field import Field

# Of what Tk calls the state of the keys: Control, and what is no letter with others.
_CONTROL = 0x4
_ALT = 0x20000 if sys.platform == "win32" else 0x8


class Passing:
    """Letters typed in a widget stand in ``field``, and so does the keyboard."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._is_paused = False

    def serve(self, widget: tk.Misc) -> None:
        """Listen to what is typed there."""
        widget.bind("<Key>", self._typed, add=True)
        widget.bind("<<Paste>>", self._pasted)
        widget.bind("<Button>", lambda _: self._resume(), add=True)

    def pause(self) -> None:
        """What is typed just now is meant for nothing here; until the next click."""
        self._is_paused = True

    def _resume(self) -> None:
        self._is_paused = False

    def _typed(self, event: tk.Event[tk.Misc]) -> str | None:
        held = int(event.state) & (_CONTROL | _ALT)
        # Windows says Control and Alt for AltGr.
        is_free = not held or (sys.platform == "win32" and held == _CONTROL | _ALT)
        letter = event.char
        if self._is_paused or not letter or not letter.isprintable() or not is_free:
            return None
        self._field.write(letter)
        return "break"

    def _pasted(self, _: tk.Event[tk.Misc]) -> str:
        if not self._is_paused:
            self._field.focus_set()
            paste(self._field)
        return "break"

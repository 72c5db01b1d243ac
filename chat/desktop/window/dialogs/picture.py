"""A window with a picture of a message, as large as Tk is given it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from tkinter import ttk

from chat.desktop.window.theme.looks import Looks


class PictureWindow(tk.Toplevel):
    """It waits for what comes to ``path``; Escape closes it, and a button ``save``s the
    file as it was shared.
    """

    def __init__(
        self, parent: tk.Misc, looks: Looks, *, title: str, save: Callable[[], None]
    ) -> None:
        super().__init__(parent, name="picture")
        self.title(title)
        self._folder = TemporaryDirectory()
        self.path = Path(self._folder.name, "picture.png")
        self._image: tk.PhotoImage | None = None
        self._shown = ttk.Label(self, name="shown", text="One moment …")
        button = ttk.Button(self, name="save", text="Save …", command=save)
        self._shown.pack(expand=True, padx=looks.px(14), pady=looks.px(14))
        button.pack(side="bottom", pady=(0, looks.px(14)))
        self.bind("<Escape>", lambda _: self.destroy())
        self.bind("<<ThemeChanged>>", lambda _: looks.paint_window(self))
        looks.paint_window(self)
        button.focus_set()

    def show(self) -> None:
        """It has come."""
        if self.winfo_exists():
            self._image = tk.PhotoImage(master=self, file=str(self.path))
            self._shown.configure(image=self._image)

    def destroy(self) -> None:
        super().destroy()
        self._folder.cleanup()

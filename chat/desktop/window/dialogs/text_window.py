"""A window with lines to read."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterable
from tkinter import ttk

from chat.desktop.window.theme.looks import Looks

SIZE, LEAST = (460, 320), (240, 140)


class TextWindow(tk.Toplevel):
    """Escape closes it."""

    def __init__(
        self,
        parent: tk.Misc,
        looks: Looks,
        name: str,
        *,
        title: str,
        lines: Iterable[str],
    ) -> None:
        super().__init__(parent, name=name)
        self.title(title)
        self.geometry(looks.geometry(*SIZE))
        self.minsize(*map(looks.px, LEAST))
        self._looks = looks
        self._text = tk.Text(self, name="text", wrap="word", borderwidth=0)
        self._text.insert("1.0", "\n".join(lines))
        self._text.configure(state="disabled", font="TkTextFont")
        bar = ttk.Scrollbar(self, command=self._text.yview, takefocus=False)
        self._text.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self._text.pack(fill="both", expand=True)
        self.bind("<Escape>", lambda _: self.destroy())
        self.bind("<<ThemeChanged>>", lambda _: self._paint())
        self._paint()
        self._text.focus_set()

    def _paint(self) -> None:
        px = self._looks.px
        self._looks.paint_window(self)
        self._looks.paint_text(self._text, "paper")
        self._text.configure(padx=px(14), pady=px(10))

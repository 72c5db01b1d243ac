"""Colours and fonts: the page's, on whatever widgets the system has."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from chat.desktop.window import styles, system
from chat.desktop.window.colours import DARK, DARK_NAMES, LIGHT, LIGHT_NAMES
from chat.desktop.window.fonts import Fonts
from chat.desktop.window.glyphs import Glyphs


class Looks:
    """``theme`` is ``system``, ``light`` or ``dark``; every window asks it."""

    def __init__(self, root: tk.Tk, theme: str, font_size: int) -> None:
        self.root = root
        self.style = ttk.Style(root)
        self._native = self.style.theme_use()
        self._fonts = Fonts(root)
        self.glyphs = Glyphs(root)
        self.resize(font_size)
        self.use(theme)

    def use(self, theme: str) -> None:
        """Change to a theme; whoever has widgets of plain Tk paints them again."""
        self.is_dark = theme == "dark" or (theme == "system" and system.is_dark())
        self.colours = DARK if self.is_dark else LIGHT
        self.names = DARK_NAMES if self.is_dark else LIGHT_NAMES
        # Aqua follows the system by itself; the others cannot be dark, so there and
        # where there is nothing native it is our colours on the plainest theme.
        self.is_native = self._native in ("aqua", "vista") and not self.is_dark
        self.style.theme_use(self._native if self.is_native else "clam")
        if not self.is_native:
            styles.paint(self.style, self.colours)
        styles.dress(self.style, self.colours)
        self._space_rows()

    def resize(self, size: int) -> None:
        """Set the size of all text, in points."""
        self.size = self._fonts.resize(size)
        self.glyphs.forget()
        self._space_rows()

    def paint_window(self, window: tk.Misc) -> None:
        """A window's own ground."""
        window.configure(background=self.colours["shade"])  # type: ignore[call-arg]

    def paint_text(self, text: tk.Text, ground: str) -> None:
        """A text widget of plain Tk, which no theme reaches."""
        colours = self.colours
        text.configure(
            background=colours[ground],
            foreground=colours["ink"],
            insertbackground=colours["ink"],
            selectbackground=colours["chosen"],
            selectforeground=colours["ink"],
            inactiveselectbackground=colours["chosen"],
            highlightthickness=1,
            highlightbackground=colours["line"],
            highlightcolor=colours["accent"],
        )

    def paint_menu(self, menu: tk.Menu, ground: str = "raised") -> None:
        """A menu; the system's own where there is one."""
        if self.is_native:
            return
        colours = self.colours
        menu.configure(
            background=colours[ground],
            foreground=colours["ink"],
            activebackground=colours["chosen"],
            activeforeground=colours["ink"],
            disabledforeground=colours["faint"],
            borderwidth=1,
            activeborderwidth=0,
            # What lies over a text of the same ground needs an edge.
            relief="raised" if ground == "raised" else "flat",
        )

    def name_colour(self, name: str) -> str:
        """The same for the same name, today and tomorrow."""
        return self.names[sum(map(ord, name.casefold())) % len(self.names)]

    def _space_rows(self) -> None:
        self.style.configure("Treeview", rowheight=self._fonts.row_height)

"""Colours and fonts: the page's, on whatever widgets the system has."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from chat.desktop.window.theme import styles, system
from chat.desktop.window.theme.colours import DARK, DARK_NAMES, LIGHT, LIGHT_NAMES
from chat.desktop.window.theme.fonts import Fonts
from chat.desktop.window.theme.glyphs import Glyphs


class Looks:
    """``theme`` is ``system``, ``light`` or ``dark``; every window asks it."""

    def __init__(self, root: tk.Tk, theme: str, font_size: int) -> None:
        self.root = root
        self.style = ttk.Style(root)
        self._native = self.style.theme_use()
        self._fonts = Fonts(root)
        self.glyphs = Glyphs(root)
        self._theme = theme
        self._padded: dict[ttk.Frame, tuple[int, ...]] = {}
        self.resize(font_size)

    def use(self, theme: str) -> None:
        """Change to a theme; whoever has widgets of plain Tk paints them again."""
        self._theme = theme
        self.is_dark = theme == "dark" or (theme == "system" and system.is_dark())
        self.colours = DARK if self.is_dark else LIGHT
        self.names = DARK_NAMES if self.is_dark else LIGHT_NAMES
        # Aqua follows the system by itself; the others cannot be dark, so there and
        # where there is nothing native it is our colours on the plainest theme.
        self.is_native = self._native in ("aqua", "vista") and not self.is_dark
        self.style.theme_use(self._native if self.is_native else "clam")
        if not self.is_native:
            styles.paint(self.style, self.colours, self.px)
        styles.dress(self.style, self.colours, self.px)
        self._space_rows()

    def resize(self, size: int) -> None:
        """Set the size of all text, in points."""
        self.size = self._fonts.resize(size)
        self.glyphs.forget()
        # Boxes grow with what is in them.
        self._scale = self._fonts.scale
        self._padded = {f: each for f, each in self._padded.items() if f.winfo_exists()}
        for frame, sizes in self._padded.items():
            self.pad(frame, *sizes)
        self.use(self._theme)

    def px(self, size: float) -> int:
        """A size as it is with text of usual size, in pixels of this screen."""
        return max(1, round(size * self._scale)) if size else 0

    def pad(self, frame: ttk.Frame, *sizes: int) -> None:
        """Room around what is in a frame; it grows with the text."""
        self._padded[frame] = sizes
        frame.configure(padding=" ".join(str(self.px(size)) for size in sizes))

    def geometry(self, width: int, height: int) -> str:
        """The same for a whole window; no larger than the screen."""
        widest = round(self.root.winfo_screenwidth() * 0.95)
        highest = round(self.root.winfo_screenheight() * 0.9)
        return f"{min(self.px(width), widest)}x{min(self.px(height), highest)}"

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
            selectbackground=colours["marked"],
            selectforeground=colours["ink"],
            inactiveselectbackground=colours["marked"],
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

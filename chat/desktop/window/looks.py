"""Colours and fonts: the page's, on whatever widgets the system has."""

from __future__ import annotations

import subprocess
import sys
import tkinter as tk
from contextlib import suppress
from tkinter import font, ttk
from typing import Any

FONT_SIZES = range(7, 29)
ASK_SECONDS = 2.0
# What is held down for the menus' short cuts.
KEY = "Command" if sys.platform == "darwin" else "Control"

LIGHT = {
    "paper": "#fdfcfa",
    "shade": "#f4f1ea",
    "deep": "#e9e4d9",
    "raised": "#ffffff",
    "line": "#d9d3c6",
    "ink": "#24211c",
    "soft": "#5b564c",
    "faint": "#6f6a5f",
    "accent": "#3b4cca",
    "pressed": "#2f3da8",
    "chosen": "#e6e9fb",
    "on_accent": "#ffffff",
    "good": "#2e8b57",
    "bad": "#b3261e",
    "warn": "#fbeecb",
    "on_warn": "#6b4a00",
    "code": "#f2eee6",
}
DARK = {
    "paper": "#1d1e21",
    "shade": "#17181b",
    "deep": "#2a2c30",
    "raised": "#26282c",
    "line": "#3c3e44",
    "ink": "#eceae5",
    "soft": "#b8b5ae",
    "faint": "#9d9a94",
    "accent": "#a9b4ff",
    "pressed": "#c3cbff",
    "chosen": "#2c3156",
    "on_accent": "#14172e",
    "good": "#5cc48a",
    "bad": "#ff9d94",
    "warn": "#3d3115",
    "on_warn": "#f3d58a",
    "code": "#141518",
}
# What people's names are written in; each can be read on the paper of its theme.
LIGHT_NAMES = (
    *("#a8321f", "#8a5a00", "#4d6b00", "#1f7a4d"),
    *("#0f7285", "#3b4cca", "#7a3fb5", "#a82c74"),
)
DARK_NAMES = (
    *("#f0936f", "#e0b45c", "#b4cc6a", "#6fd3a0"),
    *("#6fc8dc", "#a9b4ff", "#caa2f5", "#f092c4"),
)


class Looks:
    """``theme`` is ``system``, ``light`` or ``dark``; every window asks it."""

    def __init__(self, root: tk.Tk, theme: str, font_size: int) -> None:
        self.root = root
        self.style = ttk.Style(root)
        self._native = self.style.theme_use()
        self._make_fonts()
        self.resize(font_size)
        self.use(theme)

    def use(self, theme: str) -> None:
        """Change to a theme; whoever has widgets of plain Tk paints them again."""
        self.is_dark = theme == "dark" or (theme == "system" and _system_is_dark())
        self.colours = DARK if self.is_dark else LIGHT
        self.names = DARK_NAMES if self.is_dark else LIGHT_NAMES
        # Aqua follows the system by itself; the others cannot be dark, so there and
        # where there is nothing native it is our colours on the plainest theme.
        self.is_native = self._native in ("aqua", "vista") and not self.is_dark
        self.style.theme_use(self._native if self.is_native else "clam")
        if not self.is_native:
            self._paint()
        self._dress()

    def resize(self, size: int) -> None:
        """Set the size of all text, in points."""
        self.size = min(max(size, FONT_SIZES[0]), FONT_SIZES[-1])
        for name, difference in _SIZES.items():
            self._font(name).configure(size=self.size + difference)
        height = self._font("TkDefaultFont").metrics("linespace")
        self.style.configure("Treeview", rowheight=round(height * 1.55))

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

    def _font(self, name: str) -> font.Font:
        return font.Font(self.root, name=name, exists=True)

    def _make_fonts(self) -> None:
        family = self._font("TkDefaultFont").actual("family")
        fixed = self._font("TkFixedFont").actual("family")
        # A named font ends with the object that made it.
        self._kept = []
        for name, options in _FONTS.items():
            chosen = fixed if name == "ChatCode" else family
            made = font.Font(self.root, name=name, family=chosen, **options)
            self._kept.append(made)

    def _paint(self) -> None:
        """Our colours, on the theme ``clam``."""
        colours = self.colours
        self.style.configure(
            ".",
            background=colours["shade"],
            foreground=colours["ink"],
            fieldbackground=colours["raised"],
            bordercolor=colours["line"],
            lightcolor=colours["shade"],
            darkcolor=colours["shade"],
            troughcolor=colours["shade"],
            selectbackground=colours["chosen"],
            selectforeground=colours["ink"],
            insertcolor=colours["ink"],
            focuscolor=colours["accent"],
            arrowcolor=colours["soft"],
        )
        self.style.map(".", foreground=[("disabled", colours["faint"])])
        self._paint_fields()
        self._paint_buttons()
        self._paint_lists()

    def _paint_fields(self) -> None:
        colours = self.colours
        focus = [("focus", colours["accent"])]
        for name in ("TEntry", "TSpinbox", "TCombobox"):
            self.style.configure(name, padding=6, lightcolor=colours["raised"])
            self.style.map(name, bordercolor=focus, lightcolor=focus)
        for name in ("TCheckbutton", "TRadiobutton"):
            self.style.configure(
                name, indicatorbackground=colours["raised"], padding=2, indicatorsize=14
            )
            self.style.map(
                name,
                background=[("active", colours["shade"])],
                indicatorbackground=[("selected", colours["accent"])],
                indicatorforeground=[("selected", colours["on_accent"])],
            )

    def _paint_buttons(self) -> None:
        colours = self.colours
        self.style.configure(
            "TButton", background=colours["deep"], padding=(14, 7), relief="flat"
        )
        self.style.map(
            "TButton",
            background=[("active", colours["line"])],
            bordercolor=[("focus", colours["accent"])],
        )
        self.style.configure(
            "Accent.TButton",
            background=colours["accent"],
            foreground=colours["on_accent"],
            lightcolor=colours["accent"],
            darkcolor=colours["accent"],
            bordercolor=colours["accent"],
        )
        self.style.map(
            "Accent.TButton",
            background=[("active", colours["pressed"])],
            bordercolor=[("focus", colours["ink"])],
        )
        self.style.configure(
            "Vertical.TScrollbar",
            background=colours["deep"],
            troughcolor=colours["shade"],
            bordercolor=colours["shade"],
            lightcolor=colours["deep"],
            darkcolor=colours["deep"],
            gripcount=0,
            arrowsize=11,
        )
        self.style.map(
            "Vertical.TScrollbar",
            background=[("disabled", colours["shade"]), ("active", colours["line"])],
            arrowcolor=[("disabled", colours["shade"])],
            lightcolor=[("disabled", colours["shade"])],
            darkcolor=[("disabled", colours["shade"])],
        )

    def _paint_lists(self) -> None:
        colours = self.colours
        self.style.configure(
            "Treeview",
            background=colours["shade"],
            fieldbackground=colours["shade"],
            bordercolor=colours["shade"],
            lightcolor=colours["shade"],
            borderwidth=0,
        )
        self.style.map(
            "Treeview",
            background=[("selected", colours["chosen"])],
            foreground=[("selected", colours["ink"])],
        )
        self.style.configure("TPanedwindow", background=colours["line"])
        self.style.configure("Sash", sashthickness=3, gripcount=0)

    def _dress(self) -> None:
        """Styles of our own, on any theme."""
        colours, configure = self.colours, self.style.configure
        configure("Title.TLabel", font="ChatTitle")
        configure("Head.TLabel", font="ChatBold")
        configure("Group.TLabel", font="ChatSmallBold", foreground=colours["soft"])
        configure("Soft.TLabel", foreground=colours["soft"])
        configure("Small.TLabel", font="ChatSmall", foreground=colours["soft"])
        configure("Bad.TLabel", foreground=colours["bad"])
        configure("Code.TLabel", font="ChatCode")
        configure("Warn.TFrame", background=colours["warn"])
        configure(
            "Warn.TLabel", background=colours["warn"], foreground=colours["on_warn"]
        )
        height = self._font("TkDefaultFont").metrics("linespace")
        configure("Treeview", rowheight=round(height * 1.55))


_FONTS: dict[str, dict[str, Any]] = {
    "ChatBold": {"weight": "bold"},
    "ChatItalic": {"slant": "italic"},
    "ChatBoldItalic": {"weight": "bold", "slant": "italic"},
    "ChatCode": {},
    "ChatSmall": {},
    "ChatSmallBold": {"weight": "bold"},
    "ChatTitle": {"weight": "bold"},
}
# In points, by how much each differs from the size of text.
_SIZES = {
    "TkDefaultFont": 0,
    "TkTextFont": 0,
    "TkFixedFont": 0,
    "TkMenuFont": 0,
    "TkHeadingFont": 0,
    "ChatBold": 0,
    "ChatItalic": 0,
    "ChatBoldItalic": 0,
    "ChatCode": 0,
    "ChatSmall": -2,
    "ChatSmallBold": -2,
    "ChatTitle": 5,
}


def _system_is_dark() -> bool:
    """What the system says; where it says nothing, it is light."""
    with suppress(OSError, subprocess.SubprocessError, IndexError):
        if sys.platform == "win32":
            return _windows_is_dark()
        if sys.platform == "darwin":
            return "Dark" in _answer("defaults", "read", "-g", "AppleInterfaceStyle")
        desktop = "org.gnome.desktop.interface"
        return "dark" in _answer("gsettings", "get", desktop, "color-scheme")
    return False


def _windows_is_dark() -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    path = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
        return not winreg.QueryValueEx(key, "AppsUseLightTheme")[0]


def _answer(*words: str) -> str:
    # The person's own settings, by the system's own tool.
    done = subprocess.run(  # noqa: S603
        words, capture_output=True, text=True, timeout=ASK_SECONDS
    )
    return done.stdout

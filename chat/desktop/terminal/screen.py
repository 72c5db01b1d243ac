"""Draws on a terminal what there is to see; knows nothing but curses and lines."""

from __future__ import annotations

import curses
import os
import select
import sys
from contextlib import suppress

from chat.desktop.terminal.layout import Line, clipped, width_of

# What get_wch gives, and what it is called; the rest is text.
KEYS: dict[int | str, str] = {
    "\r": "enter",
    "\n": "newline",
    "\t": "next",
    "\x01": "home",
    "\x03": "quit",
    "\x05": "end",
    "\x06": "find",
    "\x07": "unread",
    "\x08": "backspace",
    "\x0b": "switch",
    "\x0e": "next",
    "\x10": "previous",
    "\x11": "quit",
    "\x15": "clear",
    "\x17": "word",
    "\x1b": "escape",
    "\x7f": "backspace",
    curses.KEY_BACKSPACE: "backspace",
    curses.KEY_BTAB: "previous",
    curses.KEY_DC: "delete",
    curses.KEY_DOWN: "lower",
    curses.KEY_END: "end",
    curses.KEY_ENTER: "enter",
    curses.KEY_F1: "help",
    curses.KEY_HOME: "home",
    curses.KEY_LEFT: "left",
    curses.KEY_NPAGE: "down",
    curses.KEY_PPAGE: "up",
    curses.KEY_RIGHT: "right",
    curses.KEY_UP: "last",
}
TITLED = ("xterm", "screen", "tmux", "rxvt", "alacritty", "foot")


class TerminalScreen:
    """``tick_ms``: how long ``key`` waits."""

    def __init__(self, window: curses.window, tick_ms: int) -> None:
        self._window = window
        window.keypad(True)
        window.timeout(tick_ms)
        # Enter and Ctrl-J are two keys, and Ctrl-C, Ctrl-Q and Ctrl-S are ours.
        curses.raw()
        curses.nonl()
        self._attributes = _attributes()
        self._title = ""
        # Asks for nothing but what is always told: that the far end hung up.
        self._input = select.poll()
        self._input.register(sys.stdin, 0)

    @property
    def size(self) -> tuple[int, int]:
        """Lines and columns."""
        return self._window.getmaxyx()

    def key(self) -> tuple[str, str]:
        """The name of a key or nothing, and the text that was typed or nothing.

        Raises:
            EOFError: the terminal was closed.
        """
        try:
            got = self._window.get_wch()
        except curses.error:
            # Nothing came in time. Or there is no terminal any more: then nothing ever
            # will, at once.
            if self._input.poll(0):
                raise EOFError("The terminal is gone.") from None
            return "", ""
        if got in KEYS:
            return KEYS[got], ""
        if isinstance(got, str) and got.isprintable():
            return "", got
        return "", ""

    def draw(self, lines: list[Line], cursor: tuple[int, int]) -> None:
        """Draw all lines, from the top; ``cursor`` is a line and a column."""
        self._window.erase()
        height, width = self.size
        for row, line in enumerate(lines[:height]):
            self._draw_line(row, line, width - 1)
        with suppress(curses.error):
            self._window.move(min(cursor[0], height - 1), min(cursor[1], width - 1))
        self._window.refresh()

    def title(self, text: str) -> None:
        """The title of the terminal's window, where it has one."""
        if text != self._title and os.environ.get("TERM", "").startswith(TITLED):
            self._title = text
            sys.stdout.write(f"\033]2;{text}\007")
            sys.stdout.flush()

    def ring(self) -> None:
        with suppress(curses.error):
            curses.beep()

    def _draw_line(self, row: int, line: Line, width: int) -> None:
        column = 0
        for text, styles in line:
            shown = clipped(_safe(text), width - column)
            look = 0
            for style in styles:
                look |= self._attributes.get(style, 0)
            with suppress(curses.error):  # the window has just become smaller
                self._window.addstr(row, column, shown, look)
            column += width_of(shown)


def _safe(text: str) -> str:
    """Nothing that a terminal obeys."""
    return "".join(c if c.isprintable() or c in "\u200d\ufe0f" else "�" for c in text)


def _attributes() -> dict[str, int]:
    """What the styles look like, on a terminal with colours or without."""
    looks = {
        "bold": curses.A_BOLD,
        "italic": getattr(curses, "A_ITALIC", 0),
        "link": curses.A_UNDERLINE,
        "bar": curses.A_REVERSE,
        "faint": curses.A_DIM,
        "bad": curses.A_BOLD,
        "found": curses.A_REVERSE,
        "mention": curses.A_BOLD,
        "named": curses.A_REVERSE,
    }
    if not curses.has_colors():
        return looks
    with suppress(curses.error):
        curses.use_default_colors()
        colours = {"name": 6, "code": 2, "quote": 5, "note": 3, "bad": 1, "link": 4}
        for number, (style, colour) in enumerate(colours.items(), start=1):
            curses.init_pair(number, colour, -1)
            looks[style] = looks.get(style, 0) | curses.color_pair(number)
    return looks

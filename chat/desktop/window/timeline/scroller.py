"""Scrolls a text, keeps what is read in its place, and says what has come below it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tkinter import ttk

from chat.desktop.core.reading.unread import unread_text

PAGE_KEYS = ("<Prior>", "<Next>")
WHEEL = ("<MouseWheel>", "<Button-4>", "<Button-5>")
# How much of what was read already stands above what was not.
ABOVE_SHARE = 0.25


class Scroller:
    """``follows``: the end is in sight, and stays so. ``aims``: what is new is to be in
    sight from its begin on, while it is drawn and nobody scrolls.

    ``reached()`` is called where somebody has scrolled.
    """

    def __init__(
        self, frame: tk.Misc, text: tk.Text, reached: Callable[[], None]
    ) -> None:
        self._text = text
        self._reached = reached
        self._below = 0
        self.follows = True
        self.aims = False
        bar = ttk.Scrollbar(frame, command=self._scroll, takefocus=False)
        text.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self._button = ttk.Button(frame, name="below", style="Accent.TButton")
        self._button.configure(takefocus=False, command=self.to_end)
        for event in (*WHEEL, *PAGE_KEYS):
            text.bind(event, lambda _: text.after_idle(self.look), add=True)
        text.bind("<Home>", lambda _: self._jump("0"))
        text.bind("<End>", lambda _: self._jump("1"))
        text.bind("<Configure>", lambda _: text.after_idle(self.stay))

    def follow(self) -> None:
        """Be at the end, and stay there."""
        self.follows, self.aims = True, False
        self._show_below(0)

    def aim(self, count: int) -> None:
        """Begin with so many new messages, once they are drawn."""
        self.aims = True
        self._show_below(count)

    def lead(self) -> None:
        """Be where something is that is sought, once it is drawn."""
        self.follows, self.aims = False, True

    def begin_at(self, place: str, *, is_drawn: bool) -> None:
        """What is aimed at stands there; ``is_drawn``: all else is drawn, too."""
        self._text.yview(place)
        self.follows = self._text.yview()[1] >= 1
        if not self.follows:  # else all of it can be seen from there
            above = int(self._text.winfo_height() * ABOVE_SHARE)
            self._text.yview_scroll(-above, "pixels")
        self.aims = not is_drawn
        if is_drawn and self.follows:
            self._show_below(0)

    def to_end(self) -> None:
        self._jump("1")

    def came(self, count: int) -> None:
        """So many messages have come at the end, which may not be in sight."""
        if count and not self.follows:
            self._show_below(self._below + count)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """``with``: what is drawn moves nothing of what is read."""
        top = self._text.index("@0,0")
        info = self._text.dlineinfo(top)
        own = next((each for each in self._text.tag_names(top) if _is_own(each)), "")
        offset = self._offset(own, top)
        self._text.mark_set("top", top)
        yield
        if self.follows:
            self._text.yview_moveto(1)
            return
        self._text.yview(self._at(own, offset))
        if info is not None and info[1] < 0:
            self._text.yview_scroll(-info[1], "pixels")

    def _offset(self, own: str, place: str) -> int:
        """How far that is from the begin of a message."""
        if not own:
            return 0
        begin = str(self._text.tag_ranges(own)[0])
        counted = self._text.tk.call(str(self._text), "count", "-indices", begin, place)
        return int(counted)

    def _at(self, own: str, offset: int) -> str:
        """The place so far from the begin of that message, which may be drawn anew."""
        ranges = self._text.tag_ranges(own) if own else ()
        if not ranges:
            return "top"
        place = self._text.index(f"{ranges[0]} + {offset} indices")
        is_within = self._text.compare(place, "<", str(ranges[-1]))
        return place if is_within else f"{ranges[-1]} - 1 indices"

    def look(self) -> None:
        """Somebody has scrolled: see whether they are at the end."""
        self.aims = False
        self.follows = self._text.yview()[1] >= 1
        if self.follows:
            self._show_below(0)
        self._reached()

    def stay(self) -> None:
        if self.follows:
            self._text.yview_moveto(1)

    def _scroll(self, *how: str) -> None:
        self._text.yview(*how)
        self.look()

    def _jump(self, fraction: str) -> str:
        self._scroll("moveto", fraction)
        return "break"

    def _show_below(self, count: int) -> None:
        self._below = count
        if not count:
            self._button.place_forget()
            return
        self._button.configure(text=f"{unread_text(count)} new below  ↓")
        self._button.place(relx=0.5, rely=1.0, y=-12, anchor="s")
        self._button.lift()


def _is_own(tag: str) -> bool:
    """Whether it is the tag of one message: ``m43``."""
    return tag[0] == "m" and tag[1:].isdigit()

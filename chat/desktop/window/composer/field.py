"""A field of some lines to write in, which grows with what is written."""

from __future__ import annotations

import tkinter as tk

from chat.desktop.core.writing.completion import Completion

LINES = range(2, 9)
# More than fit into the lines that are shown, however wide it is.
LONG = 4000


class Field(tk.Text):
    """``body``: what is written."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(
            parent,
            name="text",
            height=LINES[0],
            width=20,
            wrap="word",
            undo=True,
            borderwidth=0,
            font="TkTextFont",
        )

    @property
    def body(self) -> str:
        return self.get("1.0", "end-1c")

    def fill(self, text: str) -> None:
        """Have this written, and nothing else, also not to be brought back."""
        self.delete("1.0", "end")
        self.insert("1.0", text)
        self.edit_reset()
        self.edit_modified(False)

    def write(self, text: str) -> None:
        """Type something, from another place."""
        if self.tag_ranges("sel"):
            self.delete("sel.first", "sel.last")
        self.insert("insert", text)
        self.see("insert")
        self.focus_set()

    def complete(self, completion: Completion) -> str:
        """End a name that is begun: ``"break"``, or nothing if none is."""
        before = self.get("1.0", "insert")
        completed = completion.complete(self.body, len(before))
        if completed is None:
            return ""
        self.rewrite(*completed)
        return "break"

    def grow(self) -> None:
        """Be as high as what is written, within bounds."""
        lines = LINES[-1]
        if len(self.body) <= LONG:
            count = self.count("1.0", "end", "displaylines")
            lines = count[0] if isinstance(count, tuple) else count or 1
        self.configure(height=min(max(lines, LINES[0]), LINES[-1]))

    def rewrite(self, text: str, at: int) -> None:
        """Have another text, with the cursor before the letter number ``at``."""
        self.replace("1.0", "end-1c", text[:at])
        self.mark_set("here", "end-1c")
        self.mark_gravity("here", "left")
        self.insert("end-1c", text[at:])
        self.mark_set("insert", "here")

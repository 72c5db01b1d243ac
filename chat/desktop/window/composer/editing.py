"""Keys for whatever can be written in, as people know them from other programs.

Tk's own are those of Emacs on X11, where pasting also leaves what is selected.
"""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from tkinter import ttk

from chat.desktop.core.finding.letters import word_after, word_before

WORD_KEY = "Option" if sys.platform == "darwin" else "Control"
_EVENTS = {
    "<<SelectAll>>": ("<Control-a>", "<Control-Lock-A>"),
    "<<Redo>>": ("<Control-y>", "<Control-Lock-Y>"),
}
_NO_MORE = {
    "<<LineStart>>": ("<Control-a>", "<Control-Lock-A>"),
    "<<Paste>>": ("<Control-y>", "<Control-Lock-Y>"),
}


def teach(root: tk.Tk) -> None:
    """Have all widgets of the program know these keys."""
    if sys.platform != "darwin":
        for event, keys in _NO_MORE.items():
            root.event_delete(event, *keys)
        for event, keys in _EVENTS.items():
            root.event_add(event, *keys)
    root.bind_class("Text", "<<Paste>>", _paste)
    for kind, delete in (("Text", _delete_in_text), ("TEntry", _delete_in_entry)):
        for key, back in (("BackSpace", True), ("Delete", False)):
            root.bind_class(kind, f"<{WORD_KEY}-{key}>", _with(delete, back))


def clipboard(widget: tk.Misc) -> str:
    """What was copied, wherever; nothing if that is no text."""
    for kind in ("UTF8_STRING", "STRING"):
        with suppress(tk.TclError):
            text = str(widget.clipboard_get(type=kind))
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return ""


def paste(text: tk.Text) -> None:
    """Have what was copied stand where something is selected, or at the cursor."""
    pasted = clipboard(text)
    if not pasted or str(text.cget("state")) == "disabled":
        return
    text.edit_separator()
    if text.tag_ranges("sel"):
        text.delete("sel.first", "sel.last")
    text.insert("insert", pasted)
    text.see("insert")
    text.edit_separator()


def _paste(event: tk.Event[tk.Misc]) -> str:
    if isinstance(event.widget, tk.Text):
        paste(event.widget)
    return "break"


def _with(
    delete: Callable[[tk.Event[tk.Misc], bool], None], back: bool
) -> Callable[[tk.Event[tk.Misc]], str]:
    def act(event: tk.Event[tk.Misc]) -> str:
        delete(event, back)
        return "break"

    return act


def _delete_in_text(event: tk.Event[tk.Misc], back: bool) -> None:
    text = event.widget
    if not isinstance(text, tk.Text) or str(text.cget("state")) == "disabled":
        return
    if text.tag_ranges("sel"):
        text.delete("sel.first", "sel.last")
        return
    end = "insert linestart" if back else "insert lineend"
    between = text.get(*((end, "insert") if back else ("insert", end)))
    if not between:
        text.delete(*(("insert -1c", "insert") if back else ("insert",)))
    elif back:
        # Not by the count of letters: Tk counts an emoji as two.
        text.replace(end, "insert", between[: word_before(between)])
    else:
        text.mark_set("kept", "insert")
        text.mark_gravity("kept", "left")
        text.replace("insert", end, between[word_after(between) :])
        text.mark_set("insert", "kept")


def _delete_in_entry(event: tk.Event[tk.Misc], back: bool) -> None:
    entry = event.widget
    if not isinstance(entry, ttk.Entry):
        return
    at = entry.index("insert")
    if entry.selection_present():
        entry.delete("sel.first", "sel.last")
    elif back:
        entry.delete(word_before(entry.get()[:at]), at)
    else:
        entry.delete(at, at + word_after(entry.get()[at:]))

"""Shows a window that nobody has asked for, and leaves the keyboard where it is.

A window manager gives a new window the keyboard unless it is told not to: by the
property ``_NET_WM_USER_TIME`` of 0 (EWMH, "Application Window Properties"), and for
those who pass that over, by a window that takes no input (ICCCM 4.1.7). Where nobody
can be told, at a window manager without EWMH, without any, and on another system than
X11, no window opens by itself.
"""

from __future__ import annotations

import tkinter as tk
from contextlib import suppress

from chat.desktop.window.attention.xlib import connected

# By then the window manager has decided who has the keyboard.
SETTLED_MS = 500


def is_possible(root: tk.Tk) -> bool:
    """Whether somebody is there who can be told."""
    if root.tk.call("tk", "windowingsystem") != "x11":
        return False
    with suppress(OSError, AttributeError), connected(root.winfo_screen()) as xlib:
        return xlib.has_manager
    return False


def show(window: tk.Toplevel) -> None:
    """Show a window that is withdrawn; without a way to tell, it stays so."""
    window.wm_focusmodel("active")
    # Tk makes what the manager sees of it, and waits until the server has it, too.
    window.update_idletasks()
    window.winfo_pointerx()
    is_told = False
    with suppress(OSError, AttributeError), connected(window.winfo_screen()) as xlib:
        xlib.came_by_itself(xlib.wrapper(window.winfo_id()))
        is_told = True
    if is_told:
        window.deiconify()
    window.after(SETTLED_MS, lambda: take_input(window))


def take_input(window: tk.Toplevel) -> None:
    """From now on it gets the keyboard when somebody turns to it."""
    with suppress(tk.TclError):  # it has gone meanwhile
        window.wm_focusmodel("passive")


def urge(window: tk.Tk | tk.Toplevel, on: bool) -> None:
    """Have a window call for attention in the manager's list, or stop that."""
    if window.tk.call("tk", "windowingsystem") != "x11":
        return
    with suppress(OSError, AttributeError), connected(window.winfo_screen()) as xlib:
        xlib.urge(xlib.wrapper(window.winfo_id()), on)

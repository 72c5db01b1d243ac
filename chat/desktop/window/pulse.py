"""Takes a turn when something has come, is due, or was done; between them it sleeps."""

from __future__ import annotations

import socket
import time
import tkinter as tk
from collections.abc import Callable
from contextlib import suppress

# Between two turns at least; what was bound to an event has been done by the first.
APART_SECONDS, FIRST_SECONDS = 0.04, 0.01
# Where Tk cannot wait for a socket (on Windows) somebody looks.
LOOK_MS = 100
ACTS = (
    *("<FocusIn>", "<FocusOut>", "<Map>"),
    *("<KeyRelease>", "<ButtonRelease>", "<MouseWheel>"),
)


class Pulse:
    """``turn()`` gives the seconds until it wants another one; None if that is open."""

    def __init__(self, root: tk.Tk, turn: Callable[[], float | None]) -> None:
        self._root = root
        self._turn = turn
        self._last = 0.0
        self._due: tuple[float, str] | None = None
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        for act in ACTS:
            root.bind_all(act, lambda _: self.soon(), add=True)
        self._listen()

    def wake(self) -> None:
        """Something has come; from any thread."""
        with suppress(OSError):  # it is full of the same, or closed
            self._writing.send(b"!")

    def soon(self) -> None:
        """Something was done, or wants to be drawn."""
        self._come_back(FIRST_SECONDS)

    def close(self) -> None:
        """Take no turn any more."""
        if hasattr(self._root.tk, "deletefilehandler"):
            self._root.tk.deletefilehandler(self._reading)
        self._turn = lambda: None
        self._reading.close()
        self._writing.close()

    # --- Steps ------------------------------------------------------------------------

    def _listen(self) -> None:
        tcl = self._root.tk
        if hasattr(tcl, "createfilehandler"):
            tcl.createfilehandler(self._reading, tk.READABLE, self._woken)
        else:
            self._look()

    def _look(self) -> None:
        self._woken()
        self._root.after(LOOK_MS, self._look)

    def _woken(self, *_: object) -> None:
        with suppress(OSError):
            if self._reading.recv(4096):
                self.soon()

    def _come_back(self, seconds: float) -> None:
        """Take a turn in so many seconds, unless there is one before."""
        now = time.monotonic()
        at = max(now + seconds, self._last + APART_SECONDS)
        if self._due is not None:
            if self._due[0] <= at:
                return
            self._root.after_cancel(self._due[1])
        after = self._root.after(max(1, round((at - now) * 1000)), self._run)
        self._due = (at, after)

    def _run(self) -> None:
        self._due, self._last = None, time.monotonic()
        seconds = self._turn()
        if seconds is not None:
            self._come_back(max(seconds, FIRST_SECONDS))

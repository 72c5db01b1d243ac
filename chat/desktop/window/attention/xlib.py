"""A few words of X11 that Tk does not know, said over a connection of our own."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

LIBRARY = "libX11.so.6"
CHECK = "_NET_SUPPORTING_WM_CHECK"
USER_TIME = "_NET_WM_USER_TIME"
CARDINAL, WINDOW = 6, 33
REPLACE = 0
URGENCY_HINT = 1 << 8

_Id = ctypes.c_ulong
_Any = ctypes.c_void_p
_Word = ctypes.c_char_p
_Int = ctypes.c_int
_Long = ctypes.c_long
_Handler = ctypes.CFUNCTYPE(_Int, _Any, _Any)
# What each function returns, and what it takes (Xlib, "C Language X Interface").
_FUNCTIONS: dict[str, tuple[type | None, list[type]]] = {
    "XOpenDisplay": (_Any, [_Word]),
    "XCloseDisplay": (_Int, [_Any]),
    "XSync": (_Int, [_Any, _Int]),
    "XSetErrorHandler": (_Any, [_Any]),
    "XDefaultRootWindow": (_Id, [_Any]),
    "XInternAtom": (_Id, [_Any, _Word, _Int]),
    "XQueryTree": (_Int, [_Any, _Id, _Any, _Any, _Any, _Any]),
    "XChangeProperty": (_Int, [_Any, _Id, _Id, _Id, _Int, _Int, _Any, _Int]),
    "XGetWindowProperty": (
        _Int,
        [_Any, _Id, _Id, _Long, _Long, _Int, _Id, *[_Any] * 5],
    ),
    "XGetWMHints": (ctypes.POINTER(_Long), [_Any, _Id]),
    "XSetWMHints": (_Int, [_Any, _Id, _Any]),
    "XFree": (_Int, [_Any]),
}


def _nothing(display: int, error: int) -> int:
    return 0


# A window may be gone; Xlib's own handler would end the process.
_PASS_OVER = _Handler(_nothing)


class Xlib:
    """Windows go by their ids."""

    def __init__(self, library: ctypes.CDLL, display: int) -> None:
        self._x = library
        self._display = display
        self._root: int = library.XDefaultRootWindow(display)

    @property
    def has_manager(self) -> bool:
        """Whether a window manager is there that understands EWMH's properties."""
        said = self._window_in(self._root, CHECK)
        return said != 0 and self._window_in(said, CHECK) == said

    def wrapper(self, window: int) -> int:
        """The window that Tk has put around one of its own: the manager knows that."""
        root, parent, children = _Id(), _Id(), _Any()
        count = ctypes.c_uint()
        found = map(ctypes.byref, (root, parent, children, count))
        if not self._x.XQueryTree(self._display, window, *found):
            return window
        if children.value:
            self._x.XFree(children)
        return window if parent.value in (0, self._root) else parent.value

    def came_by_itself(self, window: int) -> None:
        """Before it is mapped: nobody has asked for this window just now."""
        never, one = ctypes.c_ulong(0), 1
        atom = self._atom(USER_TIME)
        where = (self._display, window, atom, CARDINAL, 32, REPLACE)
        self._x.XChangeProperty(*where, ctypes.byref(never), one)

    def urge(self, window: int, on: bool) -> None:
        """Have a window call for attention, or stop that (ICCCM 4.1.2.4)."""
        hints = self._x.XGetWMHints(self._display, window)
        if hints:
            hints[0] = hints[0] | URGENCY_HINT if on else hints[0] & ~URGENCY_HINT
            self._x.XSetWMHints(self._display, window, hints)
            self._x.XFree(hints)

    def _window_in(self, window: int, name: str) -> int:
        """The window that a property of another one names, or 0."""
        kind, format, items, rest, found = _Id(), _Int(), _Id(), _Id(), _Any()
        answer = map(ctypes.byref, (kind, format, items, rest, found))
        what = (self._display, window, self._atom(name), 0, 1, False, WINDOW)
        if self._x.XGetWindowProperty(*what, *answer) or not found.value:
            return 0
        named = ctypes.cast(found, ctypes.POINTER(_Id))[0] if items.value else 0
        self._x.XFree(found)
        return named

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, name.encode(), False))


@contextmanager
def connected(screen: str) -> Iterator[Xlib]:
    """``with`` a connection to ``":0.0"``.

    Raises:
        OSError: there is no Xlib here, or no way to the server.
    """
    library = ctypes.CDLL(LIBRARY)
    for name, (returned, taken) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = returned, taken
    display = library.XOpenDisplay(screen.encode())
    if not display:
        raise OSError(f"The display {screen} does not answer.")
    former = library.XSetErrorHandler(ctypes.cast(_PASS_OVER, _Any))
    try:
        yield Xlib(library, display)
        library.XSync(display, False)
    finally:
        library.XSetErrorHandler(former)
        library.XCloseDisplay(display)

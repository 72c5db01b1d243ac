"""How ttk's widgets look: tables of options, in which colours go by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from tkinter import ttk
from typing import Any

Options = dict[str, Any]
# By state: the first that holds.
States = dict[str, list[tuple[str, str]]]

# Our colours, on the theme ``clam``; a row may be for several kinds of widget.
PAINT: dict[str, Options] = {
    ".": {
        "background": "shade",
        "foreground": "ink",
        "fieldbackground": "raised",
        "bordercolor": "line",
        "lightcolor": "shade",
        "darkcolor": "shade",
        "troughcolor": "shade",
        "selectbackground": "marked",
        "selectforeground": "ink",
        "insertcolor": "ink",
        "focuscolor": "accent",
        "arrowcolor": "soft",
    },
    "TButton": {"background": "deep", "padding": (14, 7), "relief": "flat"},
    "Small.TButton": {"padding": (8, 2)},
    "Accent.TButton": {
        "background": "accent",
        "foreground": "on_accent",
        "lightcolor": "accent",
        "darkcolor": "accent",
        "bordercolor": "accent",
    },
    "Vertical.TScrollbar": {
        "background": "deep",
        "troughcolor": "shade",
        "bordercolor": "shade",
        "lightcolor": "deep",
        "darkcolor": "deep",
        "gripcount": 0,
        "arrowsize": 11,
    },
    "Treeview": {
        "background": "shade",
        "fieldbackground": "shade",
        "bordercolor": "shade",
        "lightcolor": "shade",
        "borderwidth": 0,
        "indent": 14,
    },
    "Item": {"indicatorsize": 12},
    "TPanedwindow": {"background": "line"},
    "Sash": {"sashthickness": 4, "gripcount": 0},
    "TEntry TSpinbox TCombobox": {"padding": 6, "lightcolor": "raised"},
    "TCheckbutton TRadiobutton": {
        "indicatorbackground": "raised",
        "padding": 2,
        "indicatorsize": 14,
    },
}
PAINT_BY_STATE: dict[str, States] = {
    ".": {"foreground": [("disabled", "faint")]},
    "TButton": {
        "background": [("active", "line")],
        "bordercolor": [("focus", "accent")],
    },
    "Accent.TButton": {
        "background": [("active", "pressed")],
        "bordercolor": [("focus", "ink")],
    },
    "Vertical.TScrollbar": {
        "background": [("disabled", "shade"), ("active", "line")],
        "arrowcolor": [("disabled", "shade")],
        "lightcolor": [("disabled", "shade")],
        "darkcolor": [("disabled", "shade")],
    },
    "Treeview": {
        "background": [("selected", "chosen")],
        "foreground": [("selected", "ink")],
    },
    "TEntry TSpinbox TCombobox": {
        "bordercolor": [("focus", "accent")],
        "lightcolor": [("focus", "accent")],
    },
    "TCheckbutton TRadiobutton": {
        "background": [("active", "shade")],
        "indicatorbackground": [("selected", "accent")],
        "indicatorforeground": [("selected", "on_accent")],
    },
}
# Styles of our own, on any theme.
OURS: dict[str, Options] = {
    "Title.TLabel": {"font": "ChatTitle"},
    "Head.TLabel": {"font": "ChatBold"},
    "Group.TLabel": {"font": "ChatSmallBold", "foreground": "soft"},
    "Soft.TLabel": {"foreground": "soft"},
    "Small.TLabel": {"font": "ChatSmall", "foreground": "soft"},
    "Small.TButton": {"font": "ChatSmall"},
    "Padded.Group.TLabel": {"padding": (8, 8)},
    "Status.Small.TLabel": {"padding": (12, 4)},
    "Status.Bad.TLabel": {"padding": (12, 4)},
    "Typing.Small.TLabel": {"padding": (14, 2)},
    "Bad.TLabel": {"foreground": "bad"},
    "Code.TLabel": {"font": "ChatCode"},
    "Hint.TLabel": {"background": "raised", "foreground": "faint"},
    "Raised.TFrame": {"background": "shade", "relief": "solid", "borderwidth": 1},
    "Warn.TFrame": {"background": "warn"},
    "Warn.TLabel": {"background": "warn", "foreground": "on_warn"},
}
# What grows with the text.
_SIZES = ("padding", "size", "thickness", "1", "2", "3", "rmargin", "indent")
Px = Callable[[float], int]


def resolved(options: Options, colours: Mapping[str, str], px: Px) -> Options:
    """The options with our colours for their names; ``px`` makes a size larger."""
    return {name: _value(name, options[name], colours, px) for name in options}


def paint(style: ttk.Style, colours: Mapping[str, str], px: Px) -> None:
    """Give all widgets our colours."""
    for kinds, options in PAINT.items():
        for kind in kinds.split():
            style.configure(kind, **resolved(options, colours, px))
    for kinds, states in PAINT_BY_STATE.items():
        rows = {option: _by_state(rows, colours) for option, rows in states.items()}
        for kind in kinds.split():
            style.map(kind, None, **rows)


def dress(style: ttk.Style, colours: Mapping[str, str], px: Px) -> None:
    """Make our own styles."""
    for name, options in OURS.items():
        style.configure(name, **resolved(options, colours, px))


def _value(name: str, value: Any, colours: Mapping[str, str], px: Px) -> Any:
    if name.endswith(("ground", "color")):
        return colours[value]
    if name.endswith(_SIZES) and isinstance(value, tuple):
        return tuple(map(px, value))
    return px(value) if name.endswith(_SIZES) else value


def _by_state(
    rows: Iterable[tuple[str, str]], colours: Mapping[str, str]
) -> list[tuple[str, str]]:
    return [(state, colours[name]) for state, name in rows]

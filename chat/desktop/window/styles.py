"""How ttk's widgets look: tables of options, in which colours go by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
        "selectbackground": "chosen",
        "selectforeground": "ink",
        "insertcolor": "ink",
        "focuscolor": "accent",
        "arrowcolor": "soft",
    },
    "TButton": {"background": "deep", "padding": (14, 7), "relief": "flat"},
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
    },
    "TPanedwindow": {"background": "line"},
    "Sash": {"sashthickness": 3, "gripcount": 0},
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
    "Bad.TLabel": {"foreground": "bad"},
    "Code.TLabel": {"font": "ChatCode"},
    "Warn.TFrame": {"background": "warn"},
    "Warn.TLabel": {"background": "warn", "foreground": "on_warn"},
}


def in_colour(options: Options, colours: Mapping[str, str]) -> Options:
    """The options with our colours for their names."""
    return {
        option: colours[value] if option.endswith(("ground", "color")) else value
        for option, value in options.items()
    }


def paint(style: ttk.Style, colours: Mapping[str, str]) -> None:
    """Give all widgets our colours."""
    for kinds, options in PAINT.items():
        for kind in kinds.split():
            style.configure(kind, **in_colour(options, colours))
    for kinds, states in PAINT_BY_STATE.items():
        rows = {option: _by_state(rows, colours) for option, rows in states.items()}
        for kind in kinds.split():
            style.map(kind, None, **rows)


def dress(style: ttk.Style, colours: Mapping[str, str]) -> None:
    """Make our own styles."""
    for name, options in OURS.items():
        style.configure(name, **in_colour(options, colours))


def _by_state(
    rows: Iterable[tuple[str, str]], colours: Mapping[str, str]
) -> list[tuple[str, str]]:
    return [(state, colours[name]) for state, name in rows]

"""How the tags of a timeline look; a later one goes before an earlier one."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterable

from chat.desktop.window.theme.looks import Looks
from chat.desktop.window.theme.styles import Options, resolved

TAGS: dict[str, Options] = {
    "name": {"font": "ChatBold", "spacing1": 10},
    "time": {"font": "ChatSmall", "foreground": "faint"},
    "body": {"lmargin1": 14, "lmargin2": 14, "rmargin": 14},
    "answered": {
        "font": "ChatSmall",
        "foreground": "soft",
        "lmargin1": 14,
        "lmargin2": 28,
        "rmargin": 14,
        "spacing1": 4,
    },
    "day": {
        "font": "ChatSmallBold",
        "foreground": "soft",
        "justify": "center",
        "spacing1": 14,
        "spacing3": 2,
    },
    "bold": {"font": "ChatBold"},
    "italic": {"font": "ChatItalic"},
    "bolditalic": {"font": "ChatBoldItalic"},
    "code": {"font": "ChatCode", "background": "code", "lmargincolor": "paper"},
    "block": {"lmargin1": 24, "lmargin2": 24, "lmargincolor": "paper"},
    "quote": {"foreground": "soft", "lmargin1": 28, "lmargin2": 28},
    "link": {"foreground": "accent", "underline": True},
    "struck": {"overstrike": True},
    "quoted": {"font": "ChatSmallBold"},
    "mention": {
        "foreground": "accent",
        "background": "chosen",
        "lmargincolor": "paper",
    },
    "named": {
        "background": "warn",
        "foreground": "on_warn",
        "lmargincolor": "paper",
    },
    "faint": {"foreground": "faint"},
    "reactions": {"lmargin1": 10, "lmargin2": 14, "spacing1": 2},
    "reaction": {"background": "deep"},
    "mine": {"background": "chosen"},
    "pinned": {"foreground": "accent"},
    "waiting": {"foreground": "faint"},
    "refused": {"foreground": "bad"},
    "new": {
        "font": "ChatSmallBold",
        "foreground": "bad",
        "justify": "center",
        "spacing1": 10,
        "underline": True,
    },
    "note": {
        "font": "ChatCode",
        "foreground": "soft",
        "lmargin1": 14,
        "lmargin2": 14,
        "spacing1": 1,
        "background": "shade",
    },
    "chosen": {"background": "chosen"},
    "sel": {"background": "marked", "foreground": "ink"},
}


def font_of(names: Iterable[str]) -> str:
    """The font of a text with these tags."""
    fonts = [str(TAGS[tag]["font"]) for tag in TAGS if tag in names and _has_font(tag)]
    return fonts[-1] if fonts else "TkTextFont"


def paint(text: tk.Text, looks: Looks) -> None:
    """Take the colours of the theme."""
    for tag, options in TAGS.items():
        text.tag_configure(tag, **resolved(options, looks.colours, looks.px))
    text.tag_raise("sel")
    for tag in text.tag_names():
        paint_name(text, tag, looks)


def paint_name(text: tk.Text, tag: str, looks: Looks) -> None:
    """A person's own colour, if it is the tag of a name."""
    kind, _, name = tag.partition(":")
    if kind == "name" and name:
        text.tag_configure(tag, foreground=looks.name_colour(name))


def _has_font(tag: str) -> bool:
    return "font" in TAGS[tag]

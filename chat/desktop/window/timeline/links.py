"""The links in a message, and the browser that shows them.

What a link reads as is the sender's word: one that names another place than it leads to
is asked about before it opens.
"""

from __future__ import annotations

import re
import tkinter as tk
import unicodedata
import webbrowser
from itertools import takewhile
from threading import Thread
from tkinter import messagebox
from urllib.parse import urlsplit

from chat.desktop.core.history.messages import Message
from chat.desktop.window.timeline.bodies import Link, links_in

SCHEMES = ("http", "https", "mailto")
SHOWN = 200
# What browsers take for a dot between the labels of a host (UTS #46).
_DOTS = str.maketrans("。．｡․", "....")
_NAME = r"[^\W_](?:[\w-]*\.)+[^\W\d][\w-]+|\d+(?:\.\d+){3}"
_PLACE = re.compile(rf"(?:[^\s@]*@)?(?:{_NAME})")
_SCHEME = re.compile(r"[a-z][a-z0-9+-]*:(//)?", re.IGNORECASE)
_PORT = re.compile(r":\d*$")


def follow(parent: tk.Misc, link: Link) -> None:
    """Open a link, once the person knows where it leads to."""
    place = place_of(link.target)
    if place is None:
        return
    if misleads(link) and not _is_wanted(parent, link, place):
        return
    # The browser may take its time to start.
    Thread(target=webbrowser.open, args=(link.target,), daemon=True).start()


def links_of(message: Message) -> list[str]:
    """The links in a message, each once."""
    return list(dict.fromkeys(link.target for link in links_in(message).values()))


def place_of(target: str) -> str | None:
    """The host that a link leads to, or whom a mail goes to, as it is on the wire.

    None: it is no link that opens.
    """
    try:
        # As browsers read it (WHATWG URL, "special authority slashes state").
        parts = urlsplit(target.replace("\\", "/"))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme == "mailto":
        return parts.path.casefold() or None
    return _on_the_wire(host) if host and parts.scheme in SCHEMES else None


def misleads(link: Link) -> bool:
    """Whether its text reads as the address of another place than it leads to."""
    return any(place != place_of(link.target) for place in _places_in(link.text))


def _places_in(text: str) -> list[str]:
    """The hosts and mail addresses that a text seems to name."""
    seen = unicodedata.normalize("NFKC", text.translate(_DOTS))
    seen = "".join(each for each in seen if unicodedata.category(each) != "Cf")
    return [_on_the_wire(place) for word in seen.split() for place in _named(word)]


def _named(word: str) -> list[str]:
    """Whatever a word names before its path; after a scheme that may be any host."""
    scheme = _SCHEME.match(word)
    rest = word[scheme.end() :] if scheme else word.lstrip("/")
    if scheme and scheme[1]:
        return [_PORT.sub("", "".join(takewhile(_is_of_place, rest)))]
    return _PLACE.findall(_PORT.sub("", re.split(r"[/?#]", rest)[0]))


def _is_of_place(character: str) -> bool:
    """U+2044 looks like a slash, and is a part of a name as a heart may be."""
    return character in ".-_:@%[]" or unicodedata.category(character)[0] in "LMN"


def _on_the_wire(place: str) -> str:
    """Without ``www.``, and with no letter that looks like another one."""
    place = place.casefold().removeprefix("www.").strip("[].")
    user, at, host = place.rpartition("@")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = host.encode("ascii", "backslashreplace").decode()
    return f"{user}{at}{host}"


def _is_wanted(parent: tk.Misc, link: Link, place: str) -> bool:
    text = " ".join(link.text.split())[:SHOWN]
    return messagebox.askokcancel(
        "Open a link",
        f"This link reads\n{text}\nbut leads to another place:\n\n{place[:SHOWN]}",
        detail=link.target[:SHOWN],
        icon="warning",
        default="cancel",
        parent=parent,
    )

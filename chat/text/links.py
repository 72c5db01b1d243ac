"""Bare links in a text: what linkify-it finds, at a price that is known beforehand.

linkify-it's own expressions go back over what they have seen, and some never end:
``xn--a.`` forty times takes them 2**40 steps. These here try nothing twice. Whatever is
repeated is kept (possessive), a host has as many characters as the DNS allows (RFC 1035
§2.3.4), and what stands in brackets or quotes within an address is bounded too; so a
place where no link begins costs a bounded number of steps, and a link costs its length.
The tables of letters and of top-level domains are linkify-it's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from linkify_it import LinkifyIt
from linkify_it.ucre import SRC_CC, SRC_IP4, SRC_P, SRC_PORT, SRC_Z

HOST_CHARACTERS = 255
LABEL_CHARACTERS = 63
BRACKETED_CHARACTERS = 255


class Link(NamedTuple):
    """``text[start:end]`` links to ``url``; ``scheme`` in small letters, or empty."""

    start: int
    end: int
    scheme: str
    url: str


_SEPARATORS = "<>\uff5c"
_SPACES = SRC_Z[1:-1] + SRC_CC[1:-1]
# Without those of dead scripts, beyond the first plane: each of them would be looked at
# for each letter, where the others are one look into a table.
_MARKS = re.sub("[\U00010000-\U0010ffff](?:-[\U00010000-\U0010ffff])?", "", SRC_P[1:-1])
# All three but those that a label has inside, and that join the labels of a host.
_LETTER = f"[^{_SEPARATORS}{_SPACES}{_MARKS}]"
_IN_LABEL = f"[^{_SEPARATORS}{_SPACES}{_MARKS.replace(',-/', ',./')}]"
_IN_HOST = f"[^{_SEPARATORS}{_SPACES}{_MARKS.replace(',-/', ',/')}]"

_LABEL = (
    rf"(?={_IN_LABEL}{{1,{LABEL_CHARACTERS}}}+(?!{_IN_LABEL}))"
    rf"{_LETTER}++(?:-++{_LETTER}++)*+"
)
_SHORT = rf"(?={_IN_HOST}{{1,{HOST_CHARACTERS}}}+(?!{_IN_HOST}))"
_BEFORE_LAST = rf"(?:{_LABEL}\.(?={_LETTER}))"
_TOP = "|".join(
    [*LinkifyIt().tlds_default, LinkifyIt().tlds_2ch_src_re, r"xn--[a-z0-9\-]{1,59}+"]
)
_KNOWN_HOST = rf"{_SHORT}{_BEFORE_LAST}++(?i:{_TOP})(?!{_IN_LABEL})"
_ANY_HOST = rf"{_SHORT}{_BEFORE_LAST}*+{_LABEL}"
_DOTTED_HOST = rf"(?:localhost|{_SHORT}{_BEFORE_LAST}++{_LETTER}++)"
_HOST_ENDS = (
    rf"(?=$|[{_SEPARATORS}{_SPACES}{_MARKS}])"
    rf"(?![-_]|:\d|\.-|\.(?!$|[{_SPACES}{_MARKS}]))"
)
# Browsers take a backslash for a slash, others for a part of the name before ``@``: an
# address ends before it.
_USER = rf"(?:[^{_SPACES}@/\[\]()\\]{{1,50}}+@)?"


def _within(opening: str, closing: str, least: int) -> str:
    inside = rf"[^{_SPACES}{closing}\\]{{{least},{BRACKETED_CHARACTERS}}}+"
    return f"{opening}{inside}{closing}"


_PATH_PARTS = (
    rf"[^{_SPACES}{_SEPARATORS}()[\]{{}}.,\"'?!\-;\\]++",
    _within(r"\[", r"\]", 0),
    _within(r"\(", r"\)", 0),
    _within(r"\{", r"\}", 0),
    _within('"', '"', 1),
    _within("'", "'", 1),
    rf"'(?={_LETTER}|-)",
    r"\.{2,}+[a-zA-Z0-9%/&]",
    rf"\.(?![{_SPACES}.]|$)",
    r"-++",
    rf"[,;](?![{_SPACES}]|$)",
    rf"!++(?![{_SPACES}]|$)",
    rf"\?(?![{_SPACES}?]|$)",
)
_PATH = rf"(?:[/?#](?:{'|'.join(_PATH_PARTS)})++|/)?+"
_REST = rf"{SRC_PORT}{_HOST_ENDS}{_PATH}"
_MAILBOX = r'[-;:&=+$,.a-zA-Z0-9_][-;:&=+$,".a-zA-Z0-9_]{0,63}+@'

_HTTP = rf"((?i:https?|ftp):)//{_USER}{_ANY_HOST}{_REST}"
_WITH_SCHEME = re.compile(
    rf"(?:^|(?<=[{_SEPARATORS}{_SPACES}{_MARKS}]))(?<!_)(?:{_HTTP}"
    rf"|((?i:mailto):){_MAILBOX}{_ANY_HOST}{_HOST_ENDS}"
    rf"|(?<![:/])(//){_USER}{_DOTTED_HOST}{_REST})"
)
_MAIL = re.compile(
    rf"(?:^|(?<=[{_SEPARATORS}\"({_SPACES}]))"
    rf"{_MAILBOX}(?:{SRC_IP4}|{_KNOWN_HOST}){_HOST_ENDS}"
)
_HOST_ALONE = re.compile(
    rf"(?:^|(?<=[$+=^`|{_SEPARATORS}{_SPACES}{_MARKS}])(?<![.:/\-_@]))"
    rf"(?![$+=^`|]){_KNOWN_HOST}{_REST}"
)
_AT_START = re.compile(_HTTP)
_SCHEME_AT_END = re.compile(r"(?<![a-z0-9.+-])(?:https?|ftp)\Z", re.IGNORECASE)
_SCHEME_CHARACTERS = len("https")


def may_have_links(text: str) -> bool:
    """Whether it is worth to look; quick."""
    return "." in text or "@" in text or "//" in text


def find_links(text: str) -> list[Link]:
    """The links in a text from left to right: the first of those that overlap.

    Of those that begin together it is the longest.
    """
    found = [*_schemed(text), *_mails(text), *_hosts(text)]
    links: list[Link] = []
    end = 0
    # Sorting is stable: as they stand here, if they are of the same length too.
    for link in sorted(found, key=lambda link: (link.start, -link.end)):
        if link.start >= end:
            links.append(link)
            end = link.end
    return links


def link_at(text: str, start: int) -> Link | None:
    """The link with ``http:``, ``https:`` or ``ftp:`` that begins exactly there."""
    match = _AT_START.match(text, start)
    return Link(start, match.end(), match[1], match[0]) if match else None


def scheme_before(text: str) -> str:
    """``http``, ``https`` or ``ftp``, if a text ends with that word."""
    match = _SCHEME_AT_END.search(text, max(0, len(text) - _SCHEME_CHARACTERS))
    return match[0] if match else ""


def _schemed(text: str) -> Iterator[Link]:
    for match in _WITH_SCHEME.finditer(text):
        scheme = match[match.lastindex or 0].lower()
        yield Link(match.start(), match.end(), scheme, match[0])


def _mails(text: str) -> Iterator[Link]:
    for match in _MAIL.finditer(text):
        is_whole = match[0][: len("mailto:")].lower() == "mailto:"
        url = match[0] if is_whole else f"mailto:{match[0]}"
        yield Link(match.start(), match.end(), "mailto:", url)


def _hosts(text: str) -> Iterator[Link]:
    for match in _HOST_ALONE.finditer(text):
        yield Link(match.start(), match.end(), "", f"http://{match[0]}")

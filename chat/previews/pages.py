"""What a page says of itself, in its head: as OpenGraph has it (https://ogp.me), or
else in its title.
"""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser
from typing import NamedTuple

from chat.text.clean import without_control_characters
from chat.text.excerpt import excerpt

# A head is among the first of these.
PAGE_BYTES = 128 * 1024
TITLE_CHARACTERS, SITE_CHARACTERS, DESCRIPTION_CHARACTERS = 120, 60, 200
# Where a page may say how it is encoded (HTML §4.2.5.4).
_LOOKED_AT = 1024
_TOLD = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
# Python has others, which are no encodings of pages, and some take long.
_KNOWN = re.compile(
    r"utf-?8|utf-16(le|be)?|us-ascii|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]"
    r"|shift_jis|euc-(jp|kr)|iso-2022-jp|gbk|gb2312|gb18030|big5",
    re.IGNORECASE | re.ASCII,
)
_DEFAULT = "utf-8"


class Page(NamedTuple):
    """What a page says of itself; ``picture``: the address of one, as it is written."""

    title: str = ""
    site: str = ""
    description: str = ""
    picture: str = ""


def page_of(content: bytes, told: str) -> Page:
    """Of the first bytes of a page; ``told``: the media type, and what is behind it."""
    head = _Head()
    head.feed(_text(content[:PAGE_BYTES], told))
    head.close()  # newer Pythons wait for the end of a title
    its = head.said
    return Page(
        _line(its.get("og:title") or head.title, TITLE_CHARACTERS),
        _line(its.get("og:site_name", ""), SITE_CHARACTERS),
        _line(
            its.get("og:description") or its.get("description", ""),
            DESCRIPTION_CHARACTERS,
        ),
        its.get("og:image", "").strip(),
    )


def _text(content: bytes, told: str) -> str:
    if content.startswith(codecs.BOM_UTF8):
        return content.decode("utf-8-sig", "replace")
    beginning = content[:_LOOKED_AT].decode("latin-1")
    found = _TOLD.search(told) or _TOLD.search(beginning)
    name = found[1] if found else _DEFAULT
    try:
        return content.decode(name if _KNOWN.fullmatch(name) else _DEFAULT, "replace")
    except LookupError:  # ISO 8859 has not all of these parts
        return content.decode(_DEFAULT, "replace")


def _line(text: str, most: int) -> str:
    return excerpt(without_control_characters(text), most)


class _Head(HTMLParser):
    """``said``: what is said first of each property; ``title``: the page's own."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.title = ""
        self._is_in_title = False
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # What pictures of a page have in them may be called so, too.
        self._is_over |= tag == "body"
        self._is_in_title = tag == "title" and not (self.title or self._is_over)
        if tag == "meta" and not self._is_over:
            its = {name: value or "" for name, value in attrs}
            name = its.get("property") or its.get("name", "")
            self.said.setdefault(name.lower(), its.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        self._is_in_title = False

    def handle_data(self, data: str) -> None:
        if self._is_in_title:
            self.title += data

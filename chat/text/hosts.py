"""Links that are what they look like, or say what they are.

A link leads to another place by its whole address, never to one relative to the page,
and neither it nor its words have anything that turns the direction of writing.
Whoever reads ``https://bank.example`` and would land at ``evil.example`` is shown both:
the real host stands behind words that look like another's address, and behind a bare
address that is not read by everybody as it is by browsers.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from urllib.parse import unquote, urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink, normalizeLinkText
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from chat.text.links import IGNORED_IN_HOST
from chat.text.visible import BIDI_CONTROLS

_WHOLE = re.compile(
    r"https?://[^\s/?#]|mailto:[^\s@]+@[^\s@.]+(?:\.[^\s@.?]+)+(?:\?|\Z)", re.IGNORECASE
)
# What stands for an address in a word, "www.bank.example/login" or "192.0.2.1": the
# last label of a name is letters, not as in "v1.2" or "e.g.".
_LOOKS = re.compile(
    r"(?<![\w.])(?:\w+:/*)?(?:[^\s/@?#]{0,100}@)?"
    r"((?:[\w-]{1,63}\.)+[^\W\d_]{2,}|\d{1,3}(?:\.\d{1,3}){3})\.?(?![\w.])",
    re.IGNORECASE,
)
# An address that everybody reads alike, as far as its host: no name of a user.
_CLEAR = re.compile(
    r"(?:https?:)?(?://)?([^/?#:@\[\]]+|\[[\da-f:.]+\])(?::\d*)?(?![^/?#])", re.I
)
# What browsers take for a dot in a host (UTS #46), and one that only looks like it.
_DOTS = str.maketrans("\u3002\uff0e\uff61\u2024", "....")
# What they leave out of one.
_IGNORED = str.maketrans("", "", IGNORED_IN_HOST)

_NO_SIGNS = re.compile(r"(?:[^\x00-\x7f]|[\w.-])+")
_HOST = re.compile(
    r"(https?://|mailto:)((?:[^/?#@]*@)?)([^/?#:@\[\]\\]+)", re.IGNORECASE
)


def show_hosts(markdown: MarkdownIt) -> MarkdownIt:
    """Have it make only such links."""
    markdown.normalizeLink = as_sent  # type: ignore[method-assign]
    markdown.validateLink = is_whole  # type: ignore[assignment, method-assign]
    markdown.normalizeLinkText = str  # type: ignore[assignment, method-assign]
    markdown.core.ruler.push("real_hosts", _show_hosts)
    return markdown


def as_sent(url: str) -> str:
    """An address in ASCII: ``BÜCHER`` and ``ｂücher`` are ``bücher`` to browsers."""
    return normalizeLink(_HOST.sub(_small, url, count=1))


def _small(found: re.Match[str]) -> str:
    scheme, user, host = found.groups()
    small = unicodedata.normalize("NFKC", host.translate(_IGNORED)).lower()
    # One with a wide ＠ or ／ is no host: nobody goes there.
    if host.isascii() or not _NO_SIGNS.fullmatch(small):
        return found[0]
    return scheme.lower() + user + small


def is_whole(href: str) -> bool:
    """Whether an address says where it leads wherever it is read."""
    if "%" in href and BIDI_CONTROLS.search(unquote(href, errors="ignore")):
        return False
    return _WHOLE.match(href) is not None and _is_kept(href)


def _is_kept(href: str) -> bool:
    """Whether nh3 leaves it, which reads hosts and ports as browsers do."""
    return "href" in nh3.clean(f'<a href="{escape(href)}">a</a>', link_rel=None)


def seen_hosts(text: str) -> set[str]:
    """The hosts that the words of a text seem to lead to."""
    seen = "".join(
        each for each in text.translate(_DOTS) if unicodedata.category(each) != "Cf"
    )
    words = (re.split(r"(?<![:/])/|[?#]", word.lstrip("/"))[0] for word in seen.split())
    return {_plain(each[1]) for word in words for each in _LOOKS.finditer(word)}


def real_host(href: str) -> str:
    """Where an address leads: its host, or that of who gets the mail."""
    try:
        parts = urlsplit(href)
        return _plain(parts.hostname or parts.path.rpartition("@")[2].partition("?")[0])
    except ValueError:
        return href


def _plain(host: str) -> str:
    return host.casefold().removeprefix("www.").rstrip(".")


def _show_hosts(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = _shown(token.children)


def _shown(tokens: list[Token]) -> list[Token]:
    shown: list[Token] = []
    href, words = "", ""
    inside = 0
    for token in tokens:
        inside += token.nesting if token.tag == "a" else 0
        if inside:
            token.content = BIDI_CONTROLS.sub("", token.content)
        if token.type == "link_open":
            href, words = str(token.attrGet("href") or ""), ""
            if "title" in token.attrs:
                title = str(token.attrs["title"])
                token.attrs["title"] = BIDI_CONTROLS.sub("", title)
        elif token.type == "link_close":
            host = (_unclear if token.info == "auto" else _disguised)(words, href)
            if host is not None:
                shown.append(Token("text", "", 0, content=f" [{host}]"))
        else:
            words += token.content
        shown.append(token)
    return shown


def _disguised(words: str, href: str) -> str | None:
    """The real host of a link in whose words is another's address."""
    # As it is sent, and as people read it: it differs for a name that is no ASCII.
    readable = real_host(normalizeLinkText(href))
    return readable if seen_hosts(words) - {real_host(href), readable} else None


def _unclear(address: str, href: str) -> str | None:
    """The real host of a bare address that may be read as another's."""
    if href.lower().startswith("mailto:"):
        return None
    real = real_host(href)
    found = _CLEAR.match(address)
    host = found[1] if found else ""
    # U+2044 looks like a slash, and is a part of a name as a heart may be.
    is_name = all(_is_of_name(each) for each in host) or host.startswith("[")
    is_read = _plain(host.strip("[]")) in {
        real,
        real_host(normalizeLinkText(href)),
    }
    return None if is_name and is_read else real


def _is_of_name(character: str) -> bool:
    return character in ".-_" or unicodedata.category(character)[0] in "LMN"

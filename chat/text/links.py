"""Bare links in a text: what somebody meant to link, and no more.

That is an address with ``http://``, ``https://`` or ``mailto:``, one that begins with
``www.``, and an e-mail address that stands alone; ``manage.py`` is a word. It ends
before the punctuation of the sentence, in every script: beyond ASCII nothing but
letters, their marks and digits belongs to it, so it has no control of direction.

Nothing is tried twice: a place where no link begins costs a bounded number of steps,
and a link costs its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from ipaddress import AddressValueError, IPv6Address
from typing import NamedTuple

from chat.text.emphasis import is_word

HOST_CHARACTERS = 255
LABEL_CHARACTERS = 63
MAILBOX_CHARACTERS = 64


class Link(NamedTuple):
    """``text[start:end]`` links to ``url``."""

    start: int
    end: int
    url: str


@cache
def _beyond_words() -> str:
    """What a link beyond ASCII has not, as the inside of a character class.

    Of the first plane that goes by the category, joiners of letters excepted; of the
    others, the symbols and what is no character stand together, but for punctuation.
    It takes a while: only whoever meets a link waits for it.
    """
    ends = [
        point
        for point in range(0x80, 0x1F000)
        if unicodedata.category(chr(point))[0] in ("PSZC" if point < 0x10000 else "P")
        and point not in _JOINERS
    ]
    return _ranges(ends) + "\U0001f000-\U0001faff\U000e0000-\U0010ffff"


def _ranges(points: list[int]) -> str:
    found: list[list[int]] = []
    for point in points:
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in found)


_JOINERS = {0x200C, 0x200D}
# What browsers leave out of a host (UTS #46): it comes along where text is copied.
IGNORED_IN_HOST = "\u00ad\u200b\u2060\ufeff"
_BEGINS = re.compile(
    r"(?<![a-z0-9+.-])(?P<scheme>https?://)|(?<![a-z0-9+.-])(?P<to>mailto:)"
    r"|(?<![a-z0-9+._@/:\\-])(?P<www>www\.)|(?P<at>@)",
    re.IGNORECASE,
)
_USER = re.compile(r"[a-z0-9._~%!$&'*+,;=:-]{1,100}+@", re.IGNORECASE)
_PORT = re.compile(r":[0-9]{1,5}(?![0-9])")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_BRACKETS = re.compile(r"[()\[\]{}]")
_PARTNER = {")": "(", "]": "[", "}": "{"}
_MAIL = re.compile(rf"[a-z0-9._%+-]{{1,{MAILBOX_CHARACTERS}}}+@", re.IGNORECASE)
# What makes it the end of something else: ünal@example.org, o'neil@example.org.
_NOT_BEFORE_MAIL = re.compile(r"[:/@\\\u00c0-\u024f]|(?<=[a-z])['’]", re.IGNORECASE)
# ``Mail:ada@example.org``, but not where the word is a scheme, or a name of a user.
_LABEL_CHARACTERS = 20
_LABEL = re.compile(
    r"(?:^|[\s(\[*_~\"'])(?!(?:sips?|xmpp|acct|im|ssh|scp|sftp|ftp|https?):)"
    rf"[^\W\d_](?:[^\W_]|-){{1,{_LABEL_CHARACTERS}}}:\Z",
    re.IGNORECASE,
)
# What makes an address the beginning of something else.
_GOES_ON = re.compile(r"[a-z0-9@/\\-]|_[a-z0-9]|:\S", re.IGNORECASE)
# What a link has in its midst, but never at its end.
_OTHERS = ".,;:!?'*([{\u200c\u200d"
_LETTERS = re.compile(r"[^\W\d_](?:[^\W_]|-)+")
# Beyond these letters no name goes on that began in ASCII: 「example.comです」.
_LATIN_LAST = "\u024f"
_OPENS_EMPHASIS = re.compile(r"(?<![^\s(\"'*~])_(?=[^\s_]|\Z)")
# What a link does not have in it if it stands before.
_AROUND = ("'", "**", "~~")


@cache
def _host() -> re.Pattern[str]:
    return re.compile(
        r"\[(?P<ip>[0-9a-f:.]{2,45})\]"
        rf"|(?P<name>(?:[^\x00-\x2c/:-@\[-^`{{-\x7f{_beyond_words()}]"
        rf"|[{IGNORED_IN_HOST}]){{1,{HOST_CHARACTERS}}}+)",
        re.IGNORECASE,
    )


@cache
def _path() -> re.Pattern[str]:
    return re.compile(rf"[/?#][^\x00-\x20\"<>\\^`|\x7f{_beyond_words()}]*+")


def find_links(text: str) -> list[Link]:
    """The links in a text, from left to right."""
    return list(_links(text)) if may_have_links(text) else []


def may_have_links(text: str) -> bool:
    """Whether it is worth to look; quick."""
    return "://" in text or "@" in text or "www." in text.lower()


def _links(text: str) -> Iterator[Link]:
    end = 0
    while begun := _BEGINS.search(text, end):
        if begun["at"]:
            link = _mail(text, begun.start(), end)
        elif begun["to"]:
            link = _mail_to(text, begun)
        else:
            link = _web(text, begun)
        if link is not None:
            yield link
        end = max(begun.end(), link.end if link else 0)


def _web(text: str, begun: re.Match[str]) -> Link | None:
    start, at = begun.span()
    if begun["www"]:
        at = start
    elif user := _USER.match(text, at):
        at = user.end()
    host_end = _host_end(text, at, least=3 if begun["www"] else 1)
    if host_end is None:
        return None
    end = _path_end(text, start, host_end)
    url = text[start:end]
    return Link(start, end, f"http://{url}" if begun["www"] else url)


def _mail_to(text: str, begun: re.Match[str]) -> Link | None:
    start = begun.start()
    box = _MAIL.match(text, begun.end())
    end = _host_end(text, box.end(), least=2) if box else None
    if end is None:
        return None
    if text.startswith("?", end):
        end = _path_end(text, start, end)
    return Link(start, end, text[start:end])


def _mail(text: str, at: int, least: int) -> Link | None:
    """An address around its ``@``; ``git@example.org:a/b`` is none."""
    start = at
    while start > max(least, at - MAILBOX_CHARACTERS) and _is_boxed(text[start - 1]):
        start -= 1
    if start and (
        _is_boxed(text[start - 1]) or _NOT_BEFORE_MAIL.match(text, start - 1)
    ):
        before = text[max(0, start - _LABEL_CHARACTERS - 3) : start]
        if not _LABEL.search(before):
            return None
    start = at - len(text[start:at].lstrip("._%+-"))
    end = _host_end(text, at + 1, least=2) if start < at else None
    if end is None or _GOES_ON.match(text, end):
        return None
    return Link(start, end, f"mailto:{text[start:end]}")


def _is_boxed(character: str) -> bool:
    """Whether a mailbox's name may have it."""
    return character.isascii() and (character.isalnum() or character in "._%+-")


def _host_end(text: str, at: int, *, least: int) -> int | None:
    """Where the host ends that begins there; it has ``least`` labels."""
    found = _host().match(text, at)
    if found is None:
        return None
    if found["ip"]:
        return found.end() if least == 1 and _is_address(found["ip"]) else None
    *labels, last = found["name"].rstrip(".-_" + IGNORED_IN_HOST).split(".")
    labels.append(_without_sentence(last))
    if len(labels) < least or labels[0].startswith("-"):
        return None
    if not all(0 < len(label) <= LABEL_CHARACTERS for label in labels):
        return None
    if least > 1 and not _LETTERS.fullmatch(labels[-1]):
        return None
    return at + len(".".join(labels))


def _is_address(text: str) -> bool:
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True


def _without_sentence(label: str) -> str:
    """The last label of a host, without what follows it in another script."""
    if not label[:1].isascii():
        return label
    later = (
        n
        for n, letter in enumerate(label)
        if letter > _LATIN_LAST and letter not in IGNORED_IN_HOST
    )
    return label[: next(later, len(label))].rstrip(IGNORED_IN_HOST)


def _path_end(text: str, start: int, at: int) -> int:
    """Where the link ends whose host ends ``at``."""
    port = _PORT.match(text, at)
    at = port.end() if port else at
    stop = len(text)
    for each in _AROUND:
        if text.endswith(each, 0, start):
            closing = text.find(each, at)
            stop = stop if closing < 0 else closing
    path = _path().match(text, at, stop)
    if path is None:
        return at
    end = _sentence_start(text, at, path.end())
    opened: list[str] = []
    for bracket in _BRACKETS.finditer(text, at, end):
        partner = _PARTNER.get(bracket[0])
        if partner is None:
            opened.append(bracket[0])
        elif not opened or opened.pop() != partner:
            end = bracket.start()
            break
    return at + len(_own(text[at:end], text[max(0, start - 100) : start]))


def _sentence_start(text: str, at: int, end: int) -> int:
    """Where a sentence goes on without a space behind a path: ``…/a谢谢``, ``…/aです``.

    A path that is ASCII so far goes on in the letters of a script without spaces, or of
    Korean, whose particles have none before them, behind a sign only: ``/wiki/東京``.
    """
    letter = _BEYOND_ASCII.search(text, at, end)
    if letter is None or is_word(letter[0]):
        return end
    behind = text[letter.start() - 1]
    return letter.start() if behind.isalnum() or behind in _PARTNER else end


def _own(path: str, before: str) -> str:
    """A path without what ends the sentence, a quote or an emphasis around it."""
    others = _OTHERS + ("_" if _OPENS_EMPHASIS.search(before) else "")
    while path != (rest := path.rstrip(others).removesuffix("~~")):
        path = rest
    return path

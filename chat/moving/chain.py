"""Lines of JSON, each of which vouches for those before it.

A line is an object that begins with its number, ``n``, and ends with ``chain``: the
SHA-256 of the line before it, as it says itself, and of its own words. So a line that
was altered, taken out or put in is found, and by its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import IO, Any

import msgspec

from chat.moving.errors import Broken
from chat.moving.reading import reading

MARK = b',"chain":"'
END = b'"}\n'
HEX = 64
TAIL = len(MARK) + HEX + len(END)
# Longer than any: a message with a reaction of everybody's.
LINE_BYTES = 64 << 20


class Chain:
    """How many lines there have been, and what the last of them says."""

    def __init__(self) -> None:
        self.lines = 0
        self.link = "0" * HEX

    def add(self, row: Mapping[str, Any]) -> bytes:
        """The next line."""
        self.lines += 1
        words = msgspec.json.encode({"n": self.lines, **row})[:-1]
        self.link = self._next(words)
        return words + MARK + self.link.encode() + END

    def check(self, name: str, line: bytes) -> dict[str, Any]:
        """What the next line of the file ``name`` says.

        Raises:
            Broken: it is not the line that was written.
        """
        self.lines += 1
        words, tail = line[:-TAIL], line[-TAIL:]
        row = _read(words)
        number = row.get("n")
        if isinstance(number, int) and number > self.lines:
            raise Broken(f"{name} lacks line {self.lines}.")
        link = self._next(words)
        if tail != MARK + link.encode() + END or number != self.lines:
            what = f" (number {row['seq']} of the log)" if "seq" in row else ""
            raise Broken(f"Line {self.lines} of {name}{what} was altered.")
        self.link = link
        del row["n"]
        return row

    def _next(self, words: bytes) -> str:
        return sha256(self.link.encode() + words).hexdigest()


def checked(name: str, lines: IO[bytes], chain: Chain) -> Iterator[dict[str, Any]]:
    """What the lines of a file say, one after the other.

    Raises:
        Broken: one of them is not the line that was written.
    """
    with reading(name):
        while line := lines.readline(LINE_BYTES):
            yield chain.check(name, line)


def require_end(name: str, chain: Chain, lines: int, link: str) -> None:
    """See that a file ends where it did.

    Raises:
        Broken
    """
    if chain.lines < lines:
        raise Broken(f"{name} lacks line {chain.lines + 1}.")
    if (chain.lines, chain.link) != (lines, link):
        raise Broken(f"{name} does not end as the manifest says: it was altered.")


def linked(rows: Iterable[Mapping[str, Any]], chain: Chain) -> Iterator[bytes]:
    """The lines of these rows."""
    yield from map(chain.add, rows)


def _read(words: bytes) -> dict[str, Any]:
    try:
        row = msgspec.json.decode(words + b"}")
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return {}
    return row if isinstance(row, dict) else {}

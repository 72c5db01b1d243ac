"""What an export is made of: the header, each file in its order, and the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from chat.logging.counted import counted
from chat.moving.boxes import Box
from chat.moving.chain import Chain, checked
from chat.moving.errors import Broken

NAME = "manifest.jsonl"
FORMAT = 1
SITE, PERSON = "site", "person"


class Header(msgspec.Struct, kw_only=True):
    """``numbers``: the last ones that were given away, by table; ``columns``: of rows,
    by table.
    """

    format: int = FORMAT
    of: str = SITE
    version: str
    at: str
    migrations: list[str] = []
    numbers: dict[str, int] = {}
    columns: dict[str, list[str]] = {}


class File(msgspec.Struct):
    """``end``: what the last of so many lines vouches with."""

    file: str
    lines: int
    end: str


class Manifest:
    """``link`` names the whole export, for it vouches for every line of it."""

    def __init__(self, header: Header, files: list[File], link: str = "") -> None:
        self.header, self.files, self.link = header, files, link

    def write(self, box: Box) -> None:
        """The last that is put into a box."""
        chain = Chain()
        with box.open(NAME) as file:
            file.write(chain.add(msgspec.to_builtins(self.header)))
            for each in self.files:
                file.write(chain.add(msgspec.to_builtins(each)))
            file.write(chain.add({"files": len(self.files)}))

    @classmethod
    def read(cls, box: Box) -> Manifest:
        """Read it.

        Raises:
            Broken: it is not as it was written, or of a later format.
        """
        chain = Chain()
        with box.open(NAME) as lines:
            found = list(checked(NAME, lines, chain))
        if not found or found[-1].get("files") != len(found) - 2:
            raise Broken(f"{NAME} was cut off.")
        if found[0].get("format") != FORMAT:
            raise Broken("It was exported by a later version, in another format.")
        files = [_as(File, row) for row in found[1:-1]]
        return cls(_as(Header, found[0]), files, chain.link)


def _as(kind: Any, row: Mapping[str, Any]) -> Any:
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as error:
        raise Broken(f"{NAME} is none of an export's ({error}).") from None


def totals(files: list[File]) -> Iterator[str]:
    """What was counted, to be told."""
    logs = [file for file in files if file.file.startswith("logs/")]
    said = sum(file.lines for file in logs)
    yield f"{counted(said, 'message')} in {counted(len(logs), 'conversation')}"
    yield counted(sum(file.lines for file in files) - said, "other row")

"""What a backup says of itself: the part of it that tells of all the others."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import msgspec

from chat.backup.errors import Broken

NAME = "manifest.json"
FORMAT = 1
# More than four million conversations, of which it has the heads.
MOST_BYTES = 64 << 20


class Part(msgspec.Struct):
    size: int
    sha256: str


class Table(msgspec.Struct):
    """``columns``: in the order of the copied rows, where rows were copied."""

    rows: int
    columns: list[str] = []


class Contents(msgspec.Struct, kw_only=True):
    """What the database had: applied migrations by app, tables, the logs' heads.

    ``sequences``: the last numbers that were given away, by table and column.
    """

    migrations: dict[str, list[str]]
    tables: dict[str, Table]
    heads: dict[int, int]
    sequences: dict[str, dict[str, int]] = {}


class Manifest(msgspec.Struct, kw_only=True):
    """``database`` is the vendor, as Django calls it; ``parts`` are all the others."""

    format: int = FORMAT
    version: str
    made: datetime
    database: str
    contents: Contents
    parts: dict[str, Part]


class _Form(msgspec.Struct):
    """What is read of one first: the rest may be another version's."""

    format: int = 0


def read(archive: ZipFile, path: Path) -> Manifest:
    """What a backup says of itself.

    Raises:
        Broken: it is none of this version's.
    """
    with archive.open(NAME) as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Broken(f"{path} is no backup of this site: it says too much of itself.")
    if msgspec.json.decode(raw, type=_Form).format != FORMAT:
        raise Broken(f"{path} was made by a newer version: restore it with that one.")
    return msgspec.json.decode(raw, type=Manifest)

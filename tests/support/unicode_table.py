"""``python -m tests.support.unicode_table FOLDER``: writes ``chat/text/unicode.json``.

The folder has six files of Unicode's own: ``confusables.txt`` (of the security data),
and of the character database ``Scripts.txt``, ``ScriptExtensions.txt``,
``DerivedAge.txt``, ``DerivedJoiningType.txt`` and ``PropertyValueAliases.txt``.

``unicodedata`` differs from one Python to the next, and a name must not be good on one
and bad on the other: the table knows only what the oldest of them knows, ``KNOWN``.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parents[2] / "chat" / "text" / "unicode.json"
# What Python 3.11 knows; what it knew has neither another fold nor another form since.
KNOWN = (14, 0)
UNKNOWN = "Zzzz"


def main() -> None:
    folder = Path(sys.argv[1])
    TABLE.write_text(json.dumps(table(folder), indent=0) + "\n", "ascii")


def table(folder: Path) -> dict[str, object]:
    """What ``chat/text/unicode.py`` reads."""
    known = _known(folder)
    return {
        "unicode": _version(folder),
        "known": "{}.{}".format(*KNOWN),
        "licence": "Unicode-3.0; see unicode.licence.txt",
        "scripts": _scripts(folder, known),
        "joining": _joining(folder, known),
        "confusables": _confusables(folder, known),
    }


def _version(folder: Path) -> str:
    text = (folder / "confusables.txt").read_text("utf-8-sig")
    return re.search(r"^# Version: (\S+)", text, re.M)[1]


def _known(folder: Path) -> set[int]:
    return {
        point
        for points, (age, *_) in _rows(folder / "DerivedAge.txt")
        if tuple(map(int, age.split("."))) <= KNOWN
        for point in points
    }


def _scripts(folder: Path, known: set[int]) -> dict[str, str]:
    """The ranges of all code points that are written in the same scripts."""
    codes = {}
    for line in (folder / "PropertyValueAliases.txt").read_text("utf-8").splitlines():
        if line.startswith("sc ;"):
            _, code, name, *_ = (word.strip() for word in line.split(";"))
            codes[name] = code
    scripts = {}
    for points, (name, *_) in _rows(folder / "Scripts.txt"):
        scripts.update(dict.fromkeys(points, codes[name]))
    for points, (names, *_) in _rows(folder / "ScriptExtensions.txt"):
        scripts.update(dict.fromkeys(points, " ".join(sorted(names.split()))))
    found: dict[str, list[int]] = {}
    for point in sorted(scripts.keys() & known):
        if scripts[point] != UNKNOWN:
            found.setdefault(scripts[point], []).append(point)
    return {names: " ".join(_ranges(found[names])) for names in sorted(found)}


def _joining(folder: Path, known: set[int]) -> dict[str, str]:
    """The letters that join: to both sides (D), to the left (L), to the right (R)."""
    found: dict[str, list[int]] = {"D": [], "L": [], "R": []}
    for points, (kind, *_) in _rows(folder / "DerivedJoiningType.txt"):
        if kind in found:
            found[kind] += known.intersection(points)
    return {kind: " ".join(_ranges(sorted(found[kind]))) for kind in found}


def _ranges(points: list[int]) -> Iterator[str]:
    """``41-5a`` for points that follow one another, ``aa`` for one alone."""
    first = last = points[0] if points else sys.maxsize
    for point in [*points[1:], sys.maxsize][: len(points)]:
        if point > last + 1:
            yield f"{first:x}" if first == last else f"{first:x}-{last:x}"
            first = point
        last = point


def _confusables(folder: Path, known: set[int]) -> dict[str, str]:
    """All that looks like a prototype, by that prototype."""
    rows = {
        point: "".join(chr(int(code, 16)) for code in prototype.split())
        for points, (prototype, *_) in _rows(folder / "confusables.txt")
        for point in points
        if point in known
    }
    # Where the prototype is newer, the first that looks like it stands in for it.
    newer = {}
    for point, prototype in sorted(rows.items()):
        if len(prototype) == 1 and ord(prototype) not in known:
            newer.setdefault(ord(prototype), chr(point))
    found: dict[str, str] = {}
    for point, prototype in sorted(rows.items()):
        prototype = prototype.translate(newer)
        assert all(ord(each) in known for each in prototype), f"{point:x}"
        if prototype != chr(point):
            found[prototype] = found.get(prototype, "") + chr(point)
    return dict(sorted(found.items()))


def _rows(path: Path) -> Iterator[tuple[range, list[str]]]:
    """The code points of each line, and its other fields."""
    for line in path.read_text("utf-8-sig").splitlines():
        first, *fields = (word.strip() for word in line.partition("#")[0].split(";"))
        if fields:
            low, _, high = first.partition("..")
            yield range(int(low, 16), int(high or low, 16) + 1), fields


if __name__ == "__main__":
    main()

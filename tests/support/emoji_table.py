"""``python -m tests.support.emoji_table FOLDER``: writes ``static/emoji.json``.

The folder has ``emoji-test.txt``, of Unicode's emoji data, and ``annotations.json`` and
``package.json`` of CLDR in English: of npm's ``cldr-annotations-full``.

The table is all emoji that are recommended for general interchange (RGI, UTS #51), in
the order of keyboards. One line is one emoji: how it is written, its name, what else it
is found by, and, where there are any, its forms in the tones of skin.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parents[2] / "static" / "emoji.json"
RGI = {"fully-qualified", "component"}
TONE = " skin tone"

Entry = list[str | list[str]]


def main() -> None:
    made = table(Path(sys.argv[1]))
    TABLE.write_text(written(made), "utf-8")


def table(folder: Path) -> dict[str, object]:
    """What ``chat/text/emoji.py`` and ``static/js/core/emoji.js`` read."""
    annotations = json.loads((folder / "annotations.json").read_text("utf-8"))
    package = json.loads((folder / "package.json").read_text("utf-8"))
    text = (folder / "emoji-test.txt").read_text("utf-8")
    return {
        "unicode": re.search(r"^# Version: (\S+)", text, re.M)[1],
        "cldr": package["version"],
        "licence": "Unicode-3.0",
        "groups": _groups(text, annotations["annotations"]["annotations"]),
    }


def written(made: dict[str, object]) -> str:
    """As JSON, each emoji in a line of its own."""
    groups = made["groups"]
    lines = [
        f'{{"name": {_json(group["name"])}, "emoji": [\n'
        + ",\n".join(map(_json, group["emoji"]))
        + "\n]}"
        for group in groups
    ]
    head = _json({**made, "groups": []}).removesuffix("[]}")
    return f"{head}[\n" + ",\n".join(lines) + "\n]}\n"


def _groups(text: str, annotations: dict[str, dict]) -> list[dict[str, object]]:
    found: dict[str, list[Entry]] = {}
    by_name: dict[str, Entry] = {}
    for group, emoji, name in _rows(text):
        base = _base(name, by_name)
        if base is None:
            keywords = annotations.get(emoji.replace("\ufe0f", ""), {})
            entry: Entry = [emoji, name, _others(keywords.get("default", []), name)]
            by_name[name] = entry
            found.setdefault(group, []).append(entry)
        elif len(base) == 3:
            base.append([emoji])
        else:
            base[3].append(emoji)
    return [{"name": name, "emoji": emoji} for name, emoji in found.items()]


def _rows(text: str) -> Iterator[tuple[str, str, str]]:
    """Group, emoji and name of each that is RGI."""
    group = ""
    for line in text.splitlines():
        if line.startswith("# group: "):
            group = line.removeprefix("# group: ")
        elif line and not line.startswith("#"):
            codes, status, name = re.match(
                r"([0-9A-F ]+?) *; (\S+) *# \S+ E[0-9.]+ (.*)", line
            ).groups()
            if status in RGI:
                yield group, "".join(chr(int(c, 16)) for c in codes.split()), name


def _base(name: str, known: dict[str, Entry]) -> Entry | None:
    """What this is a form of, in some tone of skin."""
    what, _, marks = name.partition(": ")
    others = [mark for mark in marks.split(", ") if not mark.endswith(TONE)]
    if len(others) == len(marks.split(", ")):
        return None
    plain = f"{what}: {', '.join(others)}" if others else what
    return known[plain if plain in known else what]


def _others(keywords: list[str], name: str) -> str:
    """The words that are not in the name, each once."""
    words = dict.fromkeys(" ".join(keywords).lower().split())
    known = set(re.findall(r"\w+", name.lower()))
    return " ".join(word for word in words if word not in known)


def _json(what: object) -> str:
    return json.dumps(what, ensure_ascii=False)


if __name__ == "__main__":
    main()

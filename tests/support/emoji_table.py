"""``python -m tests.support.emoji_table FOLDER``: writes ``static/emoji.json``.

The folder has ``emoji-test.txt``, of Unicode's emoji data, and ``annotations.json`` and
``package.json`` of CLDR in English: of npm's ``cldr-annotations-full``. Where it has
``de.json`` and ``de-derived.json``, of ``cldr-annotations-derived-full``, or the same
of ``ar``, the table is written in that language as well.

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
# CLDR has none for Unicode's groups.
GROUPS = {
    "de": "Smileys und Gefühle;Menschen und Körper;Bestandteile;Tiere und Natur"
    ";Essen und Trinken;Reisen und Orte;Aktivitäten;Gegenstände;Symbole;Flaggen",
    "ar": "وجوه ومشاعر;أشخاص وجسم;مكوّنات;حيوانات وطبيعة;طعام وشراب;سفر وأماكن"
    ";أنشطة;أشياء;رموز;أعلام",
}
TONE = " skin tone"

Entry = list[str | list[str]]


def main() -> None:
    folder = Path(sys.argv[1])
    made = table(folder)
    TABLE.write_text(written(made), "utf-8")
    for language in GROUPS:
        if (folder / f"{language}.json").exists():
            theirs = translated(made, language, folder)
            file = TABLE.with_name(f"emoji.{language}.json")
            file.write_text(written(theirs), "utf-8")


def translated(
    made: dict[str, object], language: str, folder: Path
) -> dict[str, object]:
    """The table with the names and words of another language."""
    known: dict[str, dict[str, list[str]]] = {}
    for file in (f"{language}-derived.json", f"{language}.json"):
        [body] = json.loads((folder / file).read_text("utf-8")).values()
        known |= body["annotations"]

    def entry(emoji: str, _name: str, _words: str, *forms: list[str]) -> Entry:
        its = known[emoji.replace("\ufe0f", "")]
        [name] = its["tts"]
        return [emoji, name, _others(its.get("default", []), name), *forms]

    groups = [
        {"name": name, "emoji": [entry(*each) for each in group["emoji"]]}
        for name, group in zip(GROUPS[language].split(";"), made["groups"], strict=True)
    ]
    return {**made, "groups": groups}


def table(folder: Path) -> dict[str, object]:
    """What ``chat/text/emoji.py`` and ``static/js/core/writing/emoji.js`` read."""
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

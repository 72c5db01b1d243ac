"""Catalogues: what stands in a ``.po``, and what is made of it.

Only what these need of the format is read, without GNU gettext, which is not on every
machine: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

import ast
import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

from chat.words import FOLDER

PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10"
    " ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
}
_LINE = re.compile(r'(?:(msgid_plural|msgid|msgstr(?:\[\d\])?) )?(".*")')


@dataclass
class Entry:
    """One sentence: ``said`` has one form, or those of the language's plurals."""

    one: str
    many: str = ""
    said: list[str] = field(default_factory=list)


def path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES/django.po"


def read(language: str) -> dict[str, Entry]:
    """The entries of a catalogue, by their English; the header is that of ""."""
    entries: dict[str, Entry] = {}
    for paragraph in path(language).read_text().split("\n\n"):
        parts, name = {}, ""
        for line in paragraph.splitlines():
            if match := _LINE.fullmatch(line):
                name = match[1] or name
                parts[name] = parts.get(name, "") + ast.literal_eval(match[2])
        if "msgid" in parts:
            said = [text for name, text in parts.items() if name.startswith("msgstr")]
            one, many = parts["msgid"], parts.get("msgid_plural", "")
            entries[one] = Entry(one, many, said)
    return entries


def text(language: str, entries: dict[str, Entry], where: dict[str, str]) -> str:
    """A catalogue as a ``.po``; ``where`` says of each sentence where it is said."""
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Plural-Forms: {PLURALS[language]}\\n"'
    )
    return (
        "\n\n".join([header, *(_entry(e, where[e.one]) for e in entries.values())])
        + "\n"
    )


def _entry(entry: Entry, where: str) -> str:
    lines = [f"#: {where}", f"msgid {_quoted(entry.one)}"]
    if not entry.many:
        return "\n".join([*lines, f"msgstr {_quoted(entry.said[0])}"])
    lines.append(f"msgid_plural {_quoted(entry.many)}")
    forms = [f"msgstr[{n}] {_quoted(said)}" for n, said in enumerate(entry.said)]
    return "\n".join([*lines, *forms])


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def compiled(entries: dict[str, Entry]) -> bytes:
    """The same as a ``.mo``, which has pairs of texts in the order of the first."""
    pairs = sorted(
        ("\0".join(filter(None, [e.one, e.many])).encode(), "\0".join(e.said).encode())
        for e in entries.values()
    )
    keys = b"".join(key + b"\0" for key, _ in pairs)
    size, start = 7 * 4, 7 * 4 + 16 * len(pairs)
    places, at = [], start
    for which in (0, 1):
        for pair in pairs:
            places += [len(pair[which]), at]
            at += len(pair[which]) + 1
    values = b"".join(value + b"\0" for _, value in pairs)
    head = (0x950412DE, 0, len(pairs), size, size + 8 * len(pairs), 0, 0)
    return struct.pack(f"<{7 + len(places)}I", *head, *places) + keys + values

"""What the docstrings of the contract say, taken apart."""

import inspect
import re
from typing import NamedTuple

ENTRY = re.compile(r"([A-Za-z][A-Za-z_-]*): (.*)")


class Text(NamedTuple):
    """``entries`` are what is said of a field, of an error's code, of the answer."""

    prose: str
    entries: dict[str, str]


def read(described: type) -> Text:
    """What a struct or an error says of itself; empty if it says nothing.

    Its docstring ends with entries, ``name: meaning``, which go on in indented lines.
    """
    prose, entries, name = [], {}, ""
    for line in inspect.cleandoc(described.__dict__.get("__doc__") or "").split("\n"):
        if found := ENTRY.fullmatch(line):
            name, entries[name] = found[1], found[2]
        elif name:
            entries[name] += f" {line.strip()}"
        else:
            prose.append(line)
    return Text("\n".join(prose).strip(), entries)


def read_with_bases(described: type) -> Text:
    """The same, with the entries of what it inherits from."""
    entries = {}
    for each in reversed(described.__mro__):
        entries |= read(each).entries
    return Text(read(described).prose, entries)

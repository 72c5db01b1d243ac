"""One file of a module and all that it imports; of a style and all that it imports.

What is joined reads as before: each module in a function of its own, in the order in
which a browser would run them. Only what the page's own modules and styles use is
known: names in braces from a path, and ``@import "…";``. Whatever else imports or
exports is an error, and no file that would fail in a browser. ``import(address)``, of
what is only known as it runs, stays as it is. Private names, which nobody else can
say, are as short as can be.

What is fetched *behind* another file has only what that one has not: it imports the
rest from it, so that each module is there once.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import product
from posixpath import dirname, join, normpath, relpath

IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:class|const|function\*?) (\w+))", re.M)
UNKNOWN = re.compile(r"^(?:import|export)\b.*|\bimport(?:\(\W|\.meta).*", re.MULTILINE)
# What stands in lines of its own, or behind what ends; a licence, ``/*!``, stays.
COMMENT = re.compile(
    r"^[ \t]*(?://.*|/\*(?!!)[\s\S]*?\*/[ \t]*)\n|(?<=[;{,)(\[]) // .*", re.MULTILINE
)
# No text of ours goes over several lines.
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
# Where nothing can end, or has.
BREAK = re.compile(r"(?<=[;{,(\[])\n+")
# Where it is declared, and where it is said: ``#name`` of a style's text is neither.
PRIVATE = re.compile(r"(^(?:(?:static|async|get|set) )*\*?|\.)#(\w+)", re.MULTILINE)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
STYLE = re.compile(r'^@import "([^":]+)";$', re.MULTILINE)

# What is fetched behind what: at an act of the person; some seconds later.
BEHIND = {"js/panels/all.js": "js/app.js", "js/offline/all.js": "js/app.js"}


class CannotJoin(Exception):
    """What a file says in a way that is not known here."""


def joined(texts: Mapping[str, str]) -> dict[str, str]:
    """The files that nobody imports, each with all that it imports, by their paths.

    ``texts``: modules and styles, by their paths, relative to one root.

    Raises:
        CannotJoin: something is imported that is not there, or in an unknown way.
    """
    texts = {
        path: INDENT.sub("", COMMENT.sub("", text)) for path, text in texts.items()
    }
    wanted = {path: _wanted(path, text) for path, text in texts.items()}
    imported = {each for paths in wanted.values() for each in paths}
    orders = {path: _in_order(path, wanted) for path in texts if path not in imported}
    whole = {path: _joined(texts, order) for path, order in orders.items()}
    lent: dict[str, dict[str, None]] = {}
    for path, front in BEHIND.items():
        if path in orders:
            names, whole[path] = _behind(texts, wanted, orders[path], orders[front])
            lent.setdefault(front, {}).update(dict.fromkeys(names))
    for front, all_names in lent.items():
        whole[front] += f"\nexport {{ {', '.join(all_names)} }};"
    return {path: BREAK.sub("", text) for path, text in whole.items()}


def _wanted(path: str, text: str) -> list[str]:
    found = IMPORT.findall(text) if path.endswith(".js") else STYLE.findall(text)
    names = [each[1] if isinstance(each, tuple) else each for each in found]
    return [normpath(join(dirname(path), name)) for name in names]


def _in_order(root: str, wanted: Mapping[str, list[str]]) -> list[str]:
    """All that it needs, what is needed first at the front; it itself is the last."""
    order: dict[str, None] = {}

    def visit(path: str, on_the_way: tuple[str, ...]) -> None:
        if path in on_the_way:
            raise CannotJoin(f"{path} imports itself by {on_the_way[-1]}.")
        if path not in wanted:
            raise CannotJoin(f"{on_the_way[-1]} imports {path}, which is not there.")
        if path not in order:
            for each in wanted[path]:
                visit(each, (*on_the_way, path))
            order[path] = None

    visit(root, ())
    return list(order)


def _joined(texts: Mapping[str, str], order: list[str]) -> str:
    if not order[-1].endswith(".js"):
        return "".join(STYLE.sub("", texts[path]) for path in order)
    if len(order) == 1 and not EXPORT.search(texts[order[0]]):
        return texts[order[0]]  # a script, maybe, that is no module
    names = _names(order)
    return "\n".join(_module(path, texts[path], names) for path in order)


def _behind(
    texts: Mapping[str, str],
    wanted: Mapping[str, list[str]],
    order: list[str],
    before: list[str],
) -> tuple[list[str], str]:
    """What ``before`` lends to it, by its names there, and what else it needs."""
    names = _names([*before, *order])
    own = [path for path in order if path not in before]
    lent = {each for path in own for each in wanted[path]} - {*own}
    lent_names = [names[path] for path in before if path in lent]
    front = relpath(before[-1], dirname(order[-1]))
    modules = [_module(path, texts[path], names) for path in own]
    given = ", ".join(name for _, name in EXPORT.findall(texts[order[-1]]))
    first = f'import {{ {", ".join(lent_names)} }} from "{front}";'
    last = f"export const {{ {given} }} = {names[order[-1]]};"
    return lent_names, "\n".join([first, *modules, last])


def _names(order: Iterable[str]) -> dict[str, str]:
    """Of each module, as it is called in the file."""
    different = dict.fromkeys(order)
    return {path: f"module{number}" for number, path in enumerate(different)}


def _module(path: str, text: str, names: Mapping[str, str]) -> str:
    def imports(found: re.Match[str]) -> str:
        what = _renamed(found[1].split(","))
        return f"const {{ {what} }} = {names[normpath(join(dirname(path), found[2]))]};"

    exported = ", ".join(name for _, name in EXPORT.findall(text))
    body = EXPORT.sub(r"\1", IMPORT.sub(imports, _shortened(text)))
    if unknown := UNKNOWN.search(body):
        raise CannotJoin(f"{path} says {unknown[0]!r}, which is not known here.")
    return f"const {names[path]} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();"


def _shortened(text: str) -> str:
    """With other private names: a, b, c, and so on."""
    known = dict.fromkeys(name for _, name in PRIVATE.findall(text))
    pairs = map("".join, product(["", *LETTERS], LETTERS))
    short = dict(zip(known, pairs, strict=False))
    return PRIVATE.sub(lambda found: f"{found[1]}#{short[found[2]]}", text)


def _renamed(names: Iterable[str]) -> str:
    """``a, b as c``, as a pattern writes it."""
    return ", ".join(name.strip().replace(" as ", ": ") for name in names)

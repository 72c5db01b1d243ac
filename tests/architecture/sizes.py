"""How big folders, files, classes and functions are, docstrings of functions aside."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER_MODULES = 23
FILE_LINES = 300
CLASS_LINES = 200
CLASS_METHODS = 20
FUNCTION_LINES = 30

SCRIPT_CLASS = re.compile(r"^(?:export )?(?:default )?class (\w+)", re.MULTILINE)
SCRIPT_METHOD = re.compile(
    r"^  (?:static )?(?:async )?(?:get |set |\*)?#?"
    r"(?!(?:if|for|while|switch)\b)[\w$]+\([^;]*?\) \{$",
    re.MULTILINE,
)
SCRIPT_FUNCTION = re.compile(
    r"^( *)(?:export )?(?:static )?(?:async )?(?:function |get |set |\*)?"
    r"(?!(?:if|for|while|switch)\b)(#?[\w$]+)\([^;]*?\) \{$",
    re.MULTILINE,
)


class Size(NamedTuple):
    """``what`` is a folder, a file, a class by its lines or methods, or a function."""

    what: str
    name: str
    size: int


def sizes(root: Path) -> Iterator[Size]:
    """Everything below ``chat``, ``chatsite`` and ``static``; tables of data aside:
    migrations, and what the page says in other languages.
    """
    for path in [*root.glob("chat/**/*.py"), *root.glob("chatsite/**/*.py")]:
        if "migrations" not in path.parts:
            yield from _of_python(path.relative_to(root).as_posix(), path.read_text())
    for path in root.glob("static/**/*.js"):
        if path.parent.name != "languages":
            name = path.relative_to(root).as_posix()
            yield from _of_script(name, path.read_text())
    yield from _of_folders(root)
    for path in root.glob("static/**/*.css"):
        name = path.relative_to(root).as_posix()
        yield Size("lines of file", name, path.read_text().count("\n"))


def too_big(found: Iterator[Size]) -> list[str]:
    """What is over its limit, a sentence each."""
    limits = {
        "modules in folder": FOLDER_MODULES,
        "lines of file": FILE_LINES,
        "lines of class": CLASS_LINES,
        "methods of class": CLASS_METHODS,
        "lines of function": FUNCTION_LINES,
    }
    return [
        f"{name}: {size} {what}"
        for what, name, size in sorted(found)
        if size > limits[what]
    ]


def _of_folders(root: Path) -> Iterator[Size]:
    """How many modules stand side by side; what is within counts for itself."""
    paths = [*root.glob("chat/**/*.py"), *root.glob("static/js/**/*.js")]
    modules = Counter(path.parent for path in paths if path.stem != "__init__")
    for folder, number in modules.items():
        if folder.name not in ("migrations", "languages"):
            yield Size("modules in folder", folder.relative_to(root).as_posix(), number)


def _of_python(path: str, text: str) -> Iterator[Size]:
    yield Size("lines of file", path, text.count("\n"))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            name = f"{path}:{node.name}"
            yield Size("lines of class", name, _lines(node))
            yield Size("methods of class", name, sum(map(_is_function, node.body)))
        elif _is_function(node):
            name = f"{path}:{node.name}"
            yield Size("lines of function", name, _lines(node) - _docstring(node))


def _of_script(path: str, text: str) -> Iterator[Size]:
    yield Size("lines of file", path, text.count("\n"))
    for match in SCRIPT_CLASS.finditer(text):
        body = text[match.start() :].partition("\n}")[0]
        name = f"{path}:{match.group(1)}"
        yield Size("lines of class", name, body.count("\n") + 1)
        yield Size("methods of class", name, len(SCRIPT_METHOD.findall(body)))
    for match in SCRIPT_FUNCTION.finditer(text):
        body = text[match.start() :].partition(f"\n{match.group(1)}}}")[0]
        name = f"{path}:{match.group(2)}"
        yield Size("lines of function", name, body.count("\n") + 2)


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _docstring(node: ast.FunctionDef) -> int:
    return _lines(node.body[0]) if ast.get_docstring(node) else 0


def main() -> None:
    """Print the median, the 90th percentile and the greatest of each."""
    by_what: dict[str, list[Size]] = {}
    for each in sizes(Path(__file__).parents[2]):
        by_what.setdefault(each.what, []).append(each)
    for what, found in by_what.items():
        found.sort(key=lambda each: each.size)
        middle, ninetieth = found[len(found) // 2], found[len(found) * 9 // 10]
        print(
            f"{what}: median {middle.size}, 90th percentile {ninetieth.size},"
            f" greatest {found[-1].size} ({found[-1].name})"
        )


if __name__ == "__main__":
    main()

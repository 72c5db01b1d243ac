"""Who reads a module's name when it has been replaced.

What counts is what runs later: a function of the module that has the name, or one of
another module that asks for it as ``module.NAME``. What was computed from it when a
module was imported, a default value too, stays as it is.
"""

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import resolve_name
from symtable import SymbolTable, symtable
from types import ModuleType

COMPREHENSIONS = {"genexpr", "listcomp", "setcomp", "dictcomp"}


def complaint(module: ModuleType, name: str) -> str | None:
    """What is wrong with replacing a module's name, in a sentence; None: nothing."""
    others = [other for other in _siblings(module) if name in _text(other)]
    if _reads(module, name) or any(_asks(other, module, name) for other in others):
        return None
    full = f"{module.__name__}.{name}"
    if there := [copy for o in others for copy in _copies(o, module, name)]:
        return f"{full} is read where it was imported: replace {' and '.join(there)}."
    return f"Nothing reads {full} after it was replaced."


def _siblings(module: ModuleType) -> list[ModuleType]:
    """The other loaded modules of the same program; tests are none of it."""
    return [
        other
        for name, other in sys.modules.copy().items()
        if name.partition(".")[0] == package_of(module)
        and ".test_" not in name
        and other is not module
    ]


def package_of(module: ModuleType) -> str:
    return module.__name__.partition(".")[0]


@cache
def _text(module: ModuleType) -> str:
    try:
        return inspect.getsource(module)
    except OSError:  # it is empty, or no file
        return ""


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(_text(module))


# --- In the module itself -------------------------------------------------------------


def _reads(module: ModuleType, name: str) -> bool:
    """Whether one of its functions reads it as a global."""
    return _reads_below(symtable(_text(module), module.__name__, "exec"), name, False)


def _reads_below(table: SymbolTable, name: str, runs: bool) -> bool:
    # A comprehension, which is a function too, runs where it stands.
    is_function = table.get_type() == "function"
    runs = runs or (is_function and table.get_name() not in COMPREHENSIONS)
    if runs and name in table.get_identifiers():
        symbol = table.lookup(name)
        if symbol.is_global() and symbol.is_referenced():
            return True
    return any(_reads_below(child, name, runs) for child in table.get_children())


# --- In others ------------------------------------------------------------------------


def _asks(other: ModuleType, module: ModuleType, name: str) -> bool:
    """Whether one of its functions reads ``module.NAME``."""
    known = {key for key, value in vars(other).items() if value is module}
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.ctx, ast.Load)
        and ast.unparse(node.value) in {*known, module.__name__}
        for node in _inside_functions(_tree(other))
    )


def _inside_functions(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for statement in node.body:
                yield from ast.walk(statement)
        elif isinstance(node, ast.Lambda):
            yield from ast.walk(node.body)


def _copies(other: ModuleType, module: ModuleType, name: str) -> Iterator[str]:
    """The names by which it has imported that one, and its functions read it."""
    for node in _tree(other).body:
        if isinstance(node, ast.ImportFrom) and _source(node, other) == module.__name__:
            for alias in node.names:
                own = alias.asname or name
                if alias.name == name and _reads(other, own):
                    yield f"{other.__name__}.{own}"


def _source(node: ast.ImportFrom, module: ModuleType) -> str:
    path = "." * node.level + (node.module or "")
    return resolve_name(path, module.__package__) if node.level else path

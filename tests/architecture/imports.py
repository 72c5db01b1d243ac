"""What imports what in a tree, and which of that breaks a rule.

Every import counts, also one inside of a function or for types alone: it is what a
reader has to know. A rule returns what offends it, a sentence each.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

# Lowest first: a module imports from its own package, and from those before it.
PACKAGES = [
    *(
        "desktop",
        "logging",
        "figures",
        "words",
        "wire",
        "net",
        "broker",
        "text",
        "concurrency",
        "dialects",
    ),
    *(
        "delivery",
        "presence",
        "models",
        "site",
        "accounts",
        "sessions",
        "web",
        "consumers",
        "backup",
    ),
    *(
        "migrations",
        "apps",
        "updates",
        "saved",
        "edits",
        "later",
        "polls",
        "files",
        "previews",
        "held",
        "invitations",
        "reports",
        "health",
        "mentions",
        "notifications",
        "search",
        "audit",
        "moderation",
        "registration",
        "factors",
        "app_passwords",
        "oidc",
        "retention",
        "moving",
        "leaving",
        "traces",
        "chatsite",
        "doctor",
        "management",
    ),
]
# What some may lean on beside the standard library and the packages before them.
FOREIGN = {
    "desktop": set(),
    "logging": set(),
    "words": set(),
    "wire": {"msgspec"},
    "net": {"httptools", "uvicorn", "websockets"},
    "text": {"markdown_it", "nh3", "pygments"},
    "dialects": {"msgspec"},
}
HIDDEN = re.compile(
    r"\bget_model\(|\.model\.objects\b|\bget_app_config\(|\bimport_module\("
    r"|\b__import__\(|\bimport_string\(|\bsys\.modules\b"
)
FACE_LINES = 50
# Of the server: what Django expects is aside, and the client that runs apart.
FOLDERS_MOST, ASIDE = 14, {"migrations", "management", "desktop"}


@dataclass(frozen=True)
class Module:
    """A file of Python: ``targets`` are the dotted names that it imports."""

    name: str
    text: str
    tree: ast.Module
    targets: list[str] = field(default_factory=list)
    is_face: bool = False

    @property
    def package(self) -> str:
        first, _, rest = self.name.partition(".")
        return first if first != "chat" else rest.partition(".")[0]


class Tree:
    """The modules of ``chat`` and ``chatsite`` below a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def modules(self) -> dict[str, Module]:
        paths = [*self.root.glob("chat/**/*.py"), *self.root.glob("chatsite/**/*.py")]
        found = (self._module(path) for path in paths)
        return {module.name: module for module in found if module.name != "chat"}

    def _module(self, path: Path) -> Module:
        parts = path.relative_to(self.root).with_suffix("").parts
        is_face = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_face else parts)
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        return Module(name, text, tree, list(_targets(tree, name, is_face)), is_face)

    def file_of(self, target: str) -> str | None:
        """The module that a dotted name stands in: itself, or what it is a part of."""
        while target and target not in self.modules:
            target = target.rpartition(".")[0]
        return target or None

    @cached_property
    def files(self) -> dict[str, set[str]]:
        """Which modules each module imports."""
        edges: dict[str, set[str]] = {}
        for name, module in self.modules.items():
            found = {self.file_of(target) for target in module.targets}
            edges[name] = {each for each in found if each} - {name}
        return edges


def _targets(tree: ast.Module, name: str, is_face: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = name.split(".")
                above = parts[: len(parts) - node.level + is_face]
                base = ".".join([*above, *filter(None, [base])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


# --- The rules ------------------------------------------------------------------------


def strangers(tree: Tree) -> list[str]:
    """Modules of no package."""
    known = set(PACKAGES)
    return [f"{name} is in no package" for name in _outside(tree, known)]


def _outside(tree: Tree, known: set[str]) -> Iterator[str]:
    yield from (name for name, its in tree.modules.items() if its.package not in known)


def upward(tree: Tree) -> list[str]:
    """Imports from a package that comes later."""
    rank = {package: number for number, package in enumerate(PACKAGES)}
    return [
        f"{name} imports {target}"
        for name, targets in tree.files.items()
        for target in targets
        if rank.get(tree.modules[target].package, -1)
        > rank.get(tree.modules[name].package, len(rank))
    ]


def circles(edges: dict[str, set[str]]) -> list[str]:
    """Files of which each leads to the other."""
    found = set()
    # Whatever leads nowhere is in no circle: in a good tree nothing is left by that.
    while ends := {name for name, to in edges.items() if not to & edges.keys()}:
        edges = {name: to for name, to in edges.items() if name not in ends}
    for name in edges:
        reached = _reached(name, edges)
        if name in reached:
            ring = {each for each in reached if name in _reached(each, edges)}
            found.add(" <-> ".join(sorted(ring)))
    return sorted(found)


def _reached(start: str, edges: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(edges.get(name, ()))
    return seen


def hidden(tree: Tree) -> list[str]:
    """Ways to reach a module that no import shows."""
    return [
        f"{name} has {match.group()}"
        for name, module in tree.modules.items()
        if module.package != "migrations"
        for match in HIDDEN.finditer(module.text)
    ]


def foreign(tree: Tree) -> list[str]:
    """What the ground leans on, and should not."""
    wrong = []
    for name, module in tree.modules.items():
        if (allowed := FOREIGN.get(module.package)) is None:
            continue
        roots = {target.partition(".")[0] for target in module.targets}
        beyond = roots - {"chat"} - set(sys.stdlib_module_names) - allowed
        wrong += [f"{name} imports {each}" for each in sorted(beyond)]
    return wrong


def apart(tree: Tree) -> list[str]:
    """What knows the desktop client, or what the desktop client knows."""
    return [
        f"{name} imports {target}"
        for name, targets in tree.files.items()
        for target in targets
        if "desktop" in (tree.modules[name].package, tree.modules[target].package)
        and tree.modules[name].package != tree.modules[target].package
    ]


def crowded(tree: Tree) -> list[str]:
    """More folders at the top of ``chat`` than somebody keeps in mind who looks for
    something: capabilities aside, which are apps of their own.
    """
    found = [each for each in tree.modules.values() if each.name.count(".") > 1]
    folders = {each.package for each in found if each.name.startswith("chat.")}
    apps = {each for each in folders if f"chat.{each}.apps" in tree.modules}
    core = sorted(folders - apps - ASIDE)
    return [f"{len(core)} folders: {core}"] if len(core) > FOLDERS_MOST else []


def faces(tree: Tree) -> list[str]:
    """Packages whose ``__init__`` does more than to show what is in them."""
    return [
        f"{name}'s face has {lines} lines"
        for name, module in tree.modules.items()
        if module.is_face and (lines := _code_lines(module.tree)) > FACE_LINES
    ]


def _code_lines(tree: ast.Module) -> int:
    body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    return sum((node.end_lineno or 0) - node.lineno + 1 for node in body)

"""What the page's modules import, use and keep, and which of that breaks a rule.

They are read by patterns, not parsed: the rules hold for modules as Prettier lays them
out. A rule returns what offends it, a sentence each.
"""

import re
from collections.abc import Iterator
from pathlib import Path

# Which folders each may import from beside its own, with all that is in them; "" is the
# top.
FOLDERS = {
    "words": set(),
    "core": {"words"},
    "browser": {"core"},
    "dom": {"words"},
    "composer": {"words", "core", "browser", "dom"},
    "dialogs": {"words", "core", "browser", "dom"},
    # They are fetched by ``panels.js``: nothing else knows them.
    "panels": {"words", "core", "browser", "dom", "dialogs"},
    # It is fetched some seconds after the page, and the worker runs beside all pages.
    "offline": {"words", "core", "browser", "dom", "dialogs"},
    "worker": {"core", "browser"},
    "sidebar": {"words", "core", "browser", "dom"},
    "timeline": {"words", "core", "browser", "dom", "composer", "dialogs"},
}
LATER = {"panels", "offline", "worker"}
# What the page, or its worker, names itself; modules, but for the last ones.
STARTS = {
    "app.js",
    "panels/all.js",
    "offline/all.js",
    "offline/shell.js",
    "worker/worker.js",
    "dial.js",
    "first_paint.js",
    "passkeys.js",
    "languages/ar.js",
    "languages/de.js",
}
IMPORT = re.compile(r'(?:from|import|import\()\s*"(\.[^"]+)"')
# What only a browser has, and the clock and the chance that the core is handed.
BROWSER = re.compile(
    r"(?<![\w$.#])(?:document|window|self|globalThis|navigator|location|history"
    r"|localStorage|sessionStorage|indexedDB|crypto|performance|matchMedia|alert|CSS"
    r"|fetch|WebSocket|Worker|Node|Option|Image|\w+Element|\w+Event|\w+Observer"
    r"|(?:set|clear)(?:Timeout|Interval)|queueMicrotask|requestAnimationFrame"
    r"|addEventListener|Date|Intl|Math\.random)\b(?! *:)"
)
NO_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"[^"\n]*"', re.DOTALL)
CLASS = re.compile(r"^(?:export )?class (\w+).*?^}$", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^  (?:static )?([\w$]+)(?: =|;)", re.MULTILINE)
ASSIGNED = re.compile(r"\bthis\.([\w$]+) (?:[-+*/|&?]{0,2})=(?!=)")


def imports(folder: Path) -> dict[str, set[str]]:
    """Which modules each module imports, by path below ``folder``."""
    edges = {}
    for path, text in _read(folder):
        found = {(folder / path).parent / each for each in IMPORT.findall(text)}
        below = {each.resolve().relative_to(folder.resolve()) for each in found}
        edges[path] = {each.as_posix() for each in below}
    return edges


# --- The rules ------------------------------------------------------------------------


def strays(edges: dict[str, set[str]]) -> list[str]:
    """Imports from a folder that theirs may not know.

    The top may know all but what is fetched later.
    """
    return [
        f"{name} imports {target}"
        for name, targets in edges.items()
        for target in sorted(targets)
        if _folder(target) not in _allowed(_folder(name))
    ]


def unused(edges: dict[str, set[str]]) -> list[str]:
    """Modules that the page never comes to."""
    found, waiting = set(), list(STARTS)
    while waiting:
        name = waiting.pop()
        waiting.extend(edges.get(name, set()) - found)
        found.add(name)
    return [f"nothing imports {name}" for name in sorted(edges.keys() - found)]


def browsers_in_core(folder: Path) -> list[str]:
    """What the core asks of a browser: it is to run, and to be tested, without."""
    return [
        f"{path} has {match.group()}"
        for path, text in _read(folder)
        if _folder(path) == "core"
        for match in BROWSER.finditer(NO_CODE.sub("", text))
    ]


def undeclared(folder: Path) -> list[str]:
    """Fields that come from nowhere: a class is to say on top what it keeps."""
    return [
        f"{path}: {match.group(1)} does not declare {name}"
        for path, text in _read(folder)
        for match in CLASS.finditer(text)
        for name in _undeclared(match.group())
    ]


def _undeclared(body: str) -> list[str]:
    fields = {*ASSIGNED.findall(body)} - {*FIELD.findall(body)}
    many = ["what it assigns"] if "Object.assign(this," in body else []
    return [*sorted(fields), *many]


def _read(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.js")):
        yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")


def _folder(path: str) -> str:
    """The one below the top that it is in, however deep."""
    return path.partition("/")[0] if "/" in path else ""


def _allowed(folder: str) -> set[str]:
    if not folder:
        return {folder, *FOLDERS} - LATER
    return {folder, *FOLDERS.get(folder, set())}

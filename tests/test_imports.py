"""Imports point one way; this holds the line."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Each room may import from the rows above its own, and from its own row.
ROWS = [
    [
        *("chat.errors", "chat.wire", "chat.bridge", "chat.server", "chat.embedded"),
        *("chat.desktop", "chat.line", "chat.multicast", "chat.ring"),
    ],
    ["chat.dialects", "chat.text", "chat.names", "chat.markdown"],
    ["chat.threads", "chat.batches", "chat.bundle", "chat.shard", "chat.subscription"],
    ["chat.layer", "chat.announce", "chat.presence", "chat.limits"],
    ["chat.roster", "chat.live", "chat.audience"],
    ["chat.models"],
    ["chat.entry", "chat.outbox"],
    ["chat.node", "chat.commands", "chat.keeper", "chat.session"],
    ["chat.consumers", "chat.forms", "chat.templatetags", "chat.views", "chat.admin"],
    ["chat.apps", "chat.urls", "chat.migrations", "chat.management", "chatsite"],
]
# What the wire and the bridge may lean on beside the standard library.
FOREIGN = {"chat.errors": set(), "chat.wire": {"msgspec"}, "chat.bridge": set()}


def test_imports_point_one_way():
    wrong = [
        f"{module} imports {target}"
        for module, targets in _imports()
        for target in targets
        if _row(target) is not None and _row(target) > _row(module)
    ]
    assert not wrong


def test_every_module_has_its_row():
    assert not [module for module, _ in _imports() if _row(module) is None]


def test_the_ground_leans_on_little():
    for module, targets in _imports():
        for room, allowed in FOREIGN.items():
            if module == room:
                roots = {t.partition(".")[0] for t in targets} - {"chat"}
                assert roots - set(sys.stdlib_module_names) <= allowed, module


def test_the_desktop_client_leans_on_nothing():
    """It runs without the project, and nobody but the view that shows it knows it."""
    for module, targets in _imports():
        targets = set(targets)
        own = {target for target in targets if target.startswith("chat.desktop")}
        if module.startswith("chat.desktop"):
            roots = {target.partition(".")[0] for target in targets - own}
            assert roots <= set(sys.stdlib_module_names), module
        else:
            assert not own or module == "chat.views.desktop", module


def test_the_desktop_client_is_read_by_python_3_9():
    files = [*ROOT.glob("chat/desktop/**/*.py")]
    assert files
    for path in files:
        ast.parse(path.read_text(), str(path), feature_version=(3, 9))


def _imports():
    for path in [*ROOT.glob("chat/**/*.py"), *ROOT.glob("chatsite/**/*.py")]:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        module = module.removesuffix(".__init__")
        if module == "chat":
            continue
        yield module, _targets(ast.parse(path.read_text()))


def _targets(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module in ("chat", "chatsite"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module


def _row(module):
    for number, rooms in enumerate(ROWS):
        if any(module == room or module.startswith(f"{room}.") for room in rooms):
            return number
    return None

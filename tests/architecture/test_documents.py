"""The page about the architecture says what is so, and links lead somewhere."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import imports
from tests.architecture.imports import Tree

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/architecture.md").read_text()
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def section(title):
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(title):
    """The cells of a section's table, without its head."""
    table = re.findall(r"^\|(.*)\|$", section(title), re.M)[2:]
    return [[cell.strip() for cell in row.split("|")] for row in table]


def test_the_folders_are_listed_in_the_order_in_which_they_import():
    listed = [re.findall(r"`([\w.]+)`", first) for first, *_ in rows("The folders")]
    folders = [name.removesuffix(".py") for names in listed for name in names]
    assert folders == [each for each in imports.PACKAGES if each != "chatsite"]


@pytest.mark.parametrize("top", ["core", "panels"])
def test_the_folders_of_the_page_are_told(top):
    page = section("The folders of the page")
    table = page.partition(f"\n| folder of `{top}` | what |\n")[2].partition("\n\n")[0]
    firsts = re.findall(r"^\| (`.+?`) \|", table, re.M)
    folders = (ROOT / "static/js" / top).glob("*/")
    there = [each.name for each in folders]
    assert sorted(re.findall(r"\w+", " ".join(firsts))) == sorted(there)


def test_the_folders_within_are_listed():
    listed = re.findall(r"^\| `([\w/]+)` \|", section("The folders within"), re.M)
    wholes = {each.rpartition("/")[0] for each in listed}
    faces = [f for each in wholes for f in ROOT.glob(f"chat/{each}/*/__init__.py")]
    there = {face.parent.relative_to(ROOT / "chat").as_posix() for face in faces}
    assert len(listed) > 5
    assert sorted(listed) == sorted(there)


def test_the_glossary_is_in_order_and_says_each_word_once():
    words = [word for word, *_ in rows("Glossary")]
    assert len(words) > 50
    assert words == sorted({*words}, key=str.lower)


# --- What is global -------------------------------------------------------------------


def keeps_something(module):
    """Whether a module has what is filled, or bound anew, while the site runs."""
    if any(isinstance(node, ast.Global) for node in ast.walk(module.tree)):
        return True
    return any(
        isinstance(node, ast.AnnAssign)
        and node.value is not None
        and ast.unparse(node.value) in ("[]", "{}", "set()", "WeakKeyDictionary()")
        and not ast.unparse(node.annotation).startswith("Mapping")
        for node in module.tree.body
    )


@pytest.mark.dear
def test_what_is_global_is_written_down():
    told = section("What is global, and why")
    keeping = [each for each in Tree(ROOT).modules.values() if keeps_something(each)]
    paths = {
        each.name.removeprefix("chat.").replace(".", "/") + ".py"
        for each in keeping
        if each.package not in ("chatsite", "desktop")
    }
    assert "models/hooks.py" in paths
    assert [path for path in sorted(paths) if f"`{path}`" not in told] == []


def test_what_is_said_to_be_global_is_there():
    for what, where, _ in rows("What is global, and why"):
        files = [ROOT / "chat" / path for path in re.findall(r"`([\w/]+\.py)`", where)]
        text = "".join(file.read_text() for file in files)
        names = re.findall(r"`([A-Z_]{4,})`", what)
        assert [name for name in names if not re.search(rf"\b{name}\b", text)] == []


# --- Links ----------------------------------------------------------------------------

FENCED, INLINE = re.compile(r"^```.*?^```", re.M | re.S), re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\((?!\w+:)([^)\s#]*)(?:#([^)\s]*))?\)")


def anchors(page):
    """What the headings of a page are called in an address, as GitHub makes it."""
    headings = re.findall(r"^#+ (.*)$", FENCED.sub("", page.read_text()), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_leads_somewhere(page):
    for path, anchor in LINK.findall(INLINE.sub("", FENCED.sub("", page.read_text()))):
        there = page.parent / path if path else page
        assert there.exists(), path
        assert not anchor or anchor in anchors(there), f"{path}#{anchor}"

"""The page's modules keep their rules; this shows, too, that an offence is seen."""

from pathlib import Path

import pytest

from tests.architecture import scripts
from tests.architecture.imports import circles

PAGE = Path(__file__).parents[2] / "static/js"


def test_imports_point_one_way():
    edges = scripts.imports(PAGE)
    assert edges["app.js"]
    assert scripts.strays(edges) == []
    assert circles(edges) == []


def test_every_module_is_used():
    assert scripts.unused(scripts.imports(PAGE)) == []


def test_the_core_needs_no_browser():
    assert len([*PAGE.glob("core/**/*.js")]) > 10
    assert scripts.browsers_in_core(PAGE) == []


def test_every_class_declares_its_fields():
    assert scripts.undeclared(PAGE) == []


# --- The rules themselves -------------------------------------------------------------


def test_an_import_that_is_not_allowed_is_seen(tmp_path):
    _write(tmp_path / "core/log.js", 'import { Row } from "../timeline/row.js";\n')
    _write(tmp_path / "timeline/row.js", 'import { stamp } from "../dom/stamp.js";\n')
    _write(tmp_path / "dom/stamp.js", "")
    _write(tmp_path / "app.js", 'import "./core/log.js";\n')
    strays = scripts.strays(scripts.imports(tmp_path))
    assert strays == ["core/log.js imports timeline/row.js"]
    _write(tmp_path / "timeline/row.js", 'import { Log } from "../core/log.js";\n')
    assert len(circles(scripts.imports(tmp_path))) == 1


def test_a_folder_within_another_may_what_that_one_may(tmp_path):
    _write(tmp_path / "core/history/log.js", 'import "../../dom/stamp.js";\n')
    _write(tmp_path / "dom/stamp.js", "")
    _write(tmp_path / "panels/rooms/card.js", 'import "../../core/history/log.js";\n')
    _write(tmp_path / "panels/people/row.js", 'import "../rooms/card.js";\n')
    _write(tmp_path / "app.js", 'import "./panels/people/row.js";\n')
    assert scripts.strays(scripts.imports(tmp_path)) == [
        "app.js imports panels/people/row.js",
        "core/history/log.js imports dom/stamp.js",
    ]


def test_what_is_fetched_later_is_imported_by_nothing(tmp_path):
    _write(tmp_path / "panels/all.js", 'import { keys } from "../core/keys.js";\n')
    _write(tmp_path / "core/keys.js", "")
    assert scripts.strays(scripts.imports(tmp_path)) == []
    _write(tmp_path / "app.js", 'import { panels } from "./panels/all.js";\n')
    strays = scripts.strays(scripts.imports(tmp_path))
    assert strays == ["app.js imports panels/all.js"]


def test_a_module_that_nothing_imports_is_seen(tmp_path):
    _write(tmp_path / "app.js", 'import "./core/log.js";\n')
    _write(tmp_path / "core/log.js", "")
    assert scripts.unused(scripts.imports(tmp_path)) == []
    _write(tmp_path / "core/old.js", 'import "./log.js";\n')
    unused = scripts.unused(scripts.imports(tmp_path))
    assert unused == ["nothing imports core/old.js"]


FAIR = """/** The history of a document. */
ask({ type: "history" }); // in a window
await this.#history(page.location, { document: 1 });
"""


@pytest.mark.parametrize("path", ["core/log.js", "core/history/log.js"])
@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('document.getElementById("messages");', "document"),
        ("const { href } = window.location;", "window"),
        ("keep(localStorage);", "localStorage"),
        ("history.pushState(null, null, address);", "history"),
        ("return `${navigator.onLine}`;", "navigator"),
        ("await fetch(address);", "fetch"),
        ("setTimeout(() => this.pump(), 1000);", "setTimeout"),
        ("const now = Date.now();", "Date"),
        ("const pause = 1000 * Math.random();", "Math.random"),
        ("new ResizeObserver(() => this.stick());", "ResizeObserver"),
    ],
)
def test_a_browser_in_the_core_is_seen(tmp_path, path, text, what):
    _write(tmp_path / path, FAIR)
    _write(tmp_path / "dom/stamp.js", text)
    assert scripts.browsers_in_core(tmp_path) == []
    _write(tmp_path / path, FAIR + text)
    assert scripts.browsers_in_core(tmp_path) == [f"{path} has {what}"]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("this.head = number;", "head"),
        ("this.head ??= number;", "head"),
        ("Object.assign(this, { head });", "what it assigns"),
    ],
)
def test_a_field_from_nowhere_is_seen(tmp_path, statement, what):
    fair = "  number;\n  #asked = false;\n\n  constructor(number) {\n"
    fair += "    this.number = number;\n    this.#asked = this.head === number;\n"
    _write(tmp_path / "core/log.js", f"export class Log {{\n{fair}  }}\n}}\n")
    assert scripts.undeclared(tmp_path) == []
    fair += f"    {statement}\n"
    _write(tmp_path / "core/log.js", f"export class Log {{\n{fair}  }}\n}}\n")
    assert scripts.undeclared(tmp_path) == [f"core/log.js: Log does not declare {what}"]


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)

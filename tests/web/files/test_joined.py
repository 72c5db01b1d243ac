"""Modules and styles that are joined into one file."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from chat.web.files.joined import COMMENT, CannotJoin, joined

STATIC = Path(__file__).parents[3] / "static"
PAGE = {
    "js/app.js": 'import { Log, ends as end } from "./core/log.js";\n'
    'import {\n  clock,\n} from "./clock.js";\n'
    "const own = 1;\nconsole.log(JSON.stringify([end(new Log(own)), clock]));\n",
    "js/core/log.js": 'import { clock } from "../clock.js";\nconst own = 2;\n'
    "export class Log {\n  constructor(at) {\n    this.at = [at, own, clock];\n  }\n}\n"
    "export function ends({ at }) {\n  return at;\n}\n",
    "js/clock.js": 'const own = 3;\nexport const clock = `${own} o"clock`;\n',
}


@pytest.mark.processes
def test_what_is_joined_does_what_its_modules_did(tmp_path):
    node, _ = compute_driver_executable()
    (script,) = joined(PAGE).values()
    (tmp_path / "page.mjs").write_text(script)
    said = subprocess.run(
        [node, tmp_path / "page.mjs"], capture_output=True, check=True
    )
    assert json.loads(said.stdout) == [[1, 2, '3 o"clock'], '3 o"clock']


@pytest.mark.processes
def test_what_is_fetched_later_takes_from_the_page_what_that_has(tmp_path):
    node, _ = compute_driver_executable()
    panels = {
        "js/panels/all.js": 'import { Keys } from "./keys.js";\n'
        "export const panels = { Keys };\n",
        "js/panels/keys.js": 'import { Log } from "../core/log.js";\n'
        'import { chord } from "../core/chord.js";\nexport class Keys extends Log {\n'
        "  chord = chord;\n}\n",
        "js/core/chord.js": 'import { clock } from "../clock.js";\n'
        "export const chord = [clock];\n",
    }
    wanted = "const later = (address) => import(address);\n"
    wanted += 'later("./panels/all.js").then(({ panels: { Keys } }) => '
    wanted += "console.log(JSON.stringify(new Keys(4)), new Keys(4) instanceof Log));\n"
    page = {**PAGE, **panels, "js/app.js": PAGE["js/app.js"] + wanted}
    for path, text in joined(page).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    script = (tmp_path / "js/panels/all.js").read_text()
    assert "class Keys" in script
    assert "class Log" not in script
    said = subprocess.run(
        [node, tmp_path / "js/app.js"], capture_output=True, check=True
    )
    assert said.stdout.decode().splitlines()[1:] == [
        '{"at":[4,2,"3 o\\"clock"],"chord":["3 o\\"clock"]} true'
    ]


def test_only_what_nobody_imports_is_a_file_of_its_own():
    styles = {"css/a.css": '@import "b.css";\n\na {}\n', "css/b.css": "b {}\n"}
    script = {"js/first_paint.js": "{\n1;\n}\n"}
    found = joined(PAGE | styles | script)
    assert found.keys() == {"js/app.js", "css/a.css", "js/first_paint.js"}
    assert found["css/a.css"].split() == ["b", "{}", "a", "{}"]
    assert found["js/first_paint.js"] == "{1;}\n"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('import { x } from "./gone.js";', "js/a.js imports js/gone.js"),
        ('import { x } from "./b.js";', "imports itself"),
        ('import x from "./b.js";', "is not known here"),
        ('export * from "./b.js";', "is not known here"),
        ("export default 1;", "is not known here"),
        ("export let x = 1;", "is not known here"),
        ('const x = await import("./b.js");', "is not known here"),
        ("const x = import.meta.url;", "is not known here"),
    ],
)
def test_what_it_does_not_know_it_refuses(said, why):
    texts = {"js/b.js": 'import { y } from "./a.js";\n', "js/a.js": f"{said}\n"}
    with pytest.raises(CannotJoin, match=re.escape(why)):
        joined(texts | {"js/c.js": 'import { z } from "./a.js";\n'})


def test_lines_of_comment_are_left_out_and_licences_are_not():
    said = '/** What\n * it is. */\n/*! Whose */\n  // why\nx("//a"); // b\n  /* c */\n'
    assert joined({"js/a.js": said}) == {"js/a.js": '/*! Whose */\nx("//a");'}


@pytest.mark.processes
def test_private_names_are_short_and_what_looks_like_one_stays(tmp_path):
    node, _ = compute_driver_executable()
    said = "class Counter {\n  #count = 0;\n  static #made = 0;\n  get #next() {\n"
    said += "    return (this.#count += 1) + this?.#step();\n  }\n  async #wait() {}\n"
    said += (
        "  #step() {\n    Counter.#made += 1;\n    this.#wait();\n    return 1;\n  }\n"
    )
    said += '  all = () => [this.#next, Counter.#made, "#count"];\n}\n'
    said += "console.log(JSON.stringify(new Counter().all()));\nexport const own = 1;\n"
    (script,) = joined({"js/a.js": said}).values()
    assert script.count("#count") == 1
    assert "#step" not in script
    (tmp_path / "page.mjs").write_text(script)
    told = subprocess.run(
        [node, tmp_path / "page.mjs"], capture_output=True, check=True
    )
    assert json.loads(told.stdout) == [2, 1, "#count"]


def test_no_text_of_the_page_looks_like_a_line_of_comment():
    for path in STATIC.rglob("*.js"):
        text = path.read_text()
        for found in COMMENT.finditer(text):
            before = text[: found.start()]
            assert before.count("`") % 2 == 0, f"{path}: {found[0]}"
            line = before.rpartition("\n")[2].replace("'\"'", "")
            assert line.count('"') % 2 == 0, f"{path}: {line}{found[0]}"


def test_no_comment_stays_that_would_swallow_the_next_line():
    for path in STATIC.rglob("*.js"):
        for line in COMMENT.sub("", path.read_text()).splitlines():
            code = re.sub(r'"[^"]*"|`[^`]*`|/[^/ ]+/[gimu]*', "", line)
            assert "//" not in code, f"{path}: {line}"


def test_no_text_of_the_page_goes_over_lines():
    # What stands at the beginning of a line is left out.
    apart = re.compile(r"""//.*|"[^"\n]*"|/[^/\n]*`[^/\n]*/""")
    for path in STATIC.rglob("*.js"):
        for line in COMMENT.sub("", path.read_text()).splitlines():
            assert apart.sub("", line).count("`") % 2 == 0, f"{path}: {line}"


@pytest.mark.dear
def test_all_of_the_page_is_joined():
    code = [*STATIC.rglob("*.js"), *STATIC.rglob("*.css")]
    texts = {path.relative_to(STATIC).as_posix(): path.read_text() for path in code}
    whole = joined(texts)
    assert {"js/app.js", "js/panels/all.js", "css/chat.css"} <= whole.keys()
    assert not any("@import" in text for text in whole.values())

from pathlib import Path

import pytest

from tests.architecture import sizes
from tests.architecture.sizes import too_big

ROOT = Path(__file__).parents[2]


@pytest.mark.dear
def test_nothing_is_too_big():
    found = list(sizes.sizes(ROOT))
    assert len(found) > 1000
    assert too_big(found) == []


@pytest.mark.parametrize(
    ("path", "text", "what"),
    [
        ("chat/a.py", "x = 1\n" * 301, "301 lines of file"),
        ("chat/a.py", "class A:\n" + "    x = 1\n" * 200, "201 lines of class"),
        ("chat/a.py", "def f():\n" + "    x = 1\n" * 30, "31 lines of function"),
        (
            "chat/a.py",
            "class A:\n" + "".join(f"    def f{n}(self): ...\n" for n in range(21)),
            "21 methods of class",
        ),
        (
            "static/js/a.js",
            "export class A {\n" + "  f(x) {\n  }\n\n" * 21 + "}\n",
            "21 methods of class",
        ),
        ("static/js/a.js", "class A {\n" + "\n" * 200 + "}\n", "201 lines of class"),
        (
            "static/js/a.js",
            "export async function f(x) {\n" + "  x();\n" * 29 + "}\n",
            "31 lines of function",
        ),
        (
            "static/js/a.js",
            "class A {\n  get #f() {\n" + "    x();\n" * 29 + "  }\n}\n",
            "31 lines of function",
        ),
    ],
)
def test_what_is_too_big_is_seen(tmp_path, path, text, what):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(text)
    [sentence] = too_big(sizes.sizes(tmp_path))
    assert sentence.endswith(what)


@pytest.mark.parametrize("kind", ["chat/{}.py", "static/js/core/{}.js"])
def test_a_crowded_folder_is_seen_but_not_what_is_within(tmp_path, kind):
    def write(name):
        file = tmp_path / kind.format(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")

    for name in ("__init__", "within/more", *range(sizes.FOLDER_MODULES)):
        write(name)
    assert too_big(sizes.sizes(tmp_path)) == []
    write("more")
    [sentence] = too_big(sizes.sizes(tmp_path))
    assert sentence.endswith(f"{sizes.FOLDER_MODULES + 1} modules in folder")


def test_a_docstring_does_not_count(tmp_path):
    file = tmp_path / "chat/a.py"
    file.parent.mkdir()
    file.write_text('def f():\n    """' + "words\n" * 40 + '"""\n    return 1\n')
    assert too_big(sizes.sizes(tmp_path)) == []

from pathlib import Path

import pytest

from tests.architecture.sizes import sizes, too_big

ROOT = Path(__file__).parents[2]
# What is still to be mended.
TODAY = {
    "chat/broker/embedded.py: 355 lines of file",
    "chat/consumers/__init__.py: 374 lines of file",
    "chat/desktop/connection/connection.py: 327 lines of file",
    "chat/desktop/core/chat.py: 411 lines of file",
    "chat/desktop/core/chat.py:Chat: 334 lines of class",
    "chat/desktop/core/chat.py:Chat: 44 methods of class",
    "chat/desktop/terminal/app.py: 327 lines of file",
    "chat/desktop/terminal/app.py:App: 287 lines of class",
    "chat/desktop/terminal/app.py:App: 38 methods of class",
    "chat/desktop/window/app.py: 363 lines of file",
    "chat/desktop/window/app.py:App: 330 lines of class",
    "chat/desktop/window/app.py:App: 41 methods of class",
    "chat/desktop/window/looks.py: 321 lines of file",
    "chat/desktop/window/looks.py:_paint_buttons: 40 lines of function",
    "chat/desktop/window/timeline.py: 488 lines of file",
    "chat/desktop/window/timeline.py:Timeline: 33 methods of class",
    "chat/desktop/window/timeline.py:Timeline: 377 lines of class",
    "chat/management/commands/serve.py:handle: 33 lines of function",
    "chat/models/conversation.py: 406 lines of file",
    "chat/models/conversation.py:Conversation: 220 lines of class",
    "chat/models/posting.py: 360 lines of file",
    "chat/models/user.py: 396 lines of file",
    "chat/models/user.py:User: 203 lines of class",
    "chat/models/user.py:User: 25 methods of class",
    "chat/net/tcp.py: 400 lines of file",
    "chat/presence/leases.py: 325 lines of file",
    "chat/sessions/session.py: 453 lines of file",
    "chat/sessions/session.py:Session: 378 lines of class",
    "chat/sessions/session.py:Session: 38 methods of class",
    "chat/web/admin/__init__.py: 465 lines of file",
    "chat/wire/__init__.py: 522 lines of file",
    "static/js/core/chat.js:Chat: 269 lines of class",
    "static/js/core/chat.js:Chat: 31 methods of class",
    "static/js/screen.js:Screen: 275 lines of class",
    "static/js/screen.js:Screen: 35 methods of class",
}


def test_nothing_is_too_big():
    found = list(sizes(ROOT))
    assert len(found) > 1000
    assert set(too_big(found)) <= TODAY


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
    [sentence] = too_big(sizes(tmp_path))
    assert sentence.endswith(what)


def test_a_docstring_does_not_count(tmp_path):
    file = tmp_path / "chat/a.py"
    file.parent.mkdir()
    file.write_text('def f():\n    """' + "words\n" * 40 + '"""\n    return 1\n')
    assert too_big(sizes(tmp_path)) == []

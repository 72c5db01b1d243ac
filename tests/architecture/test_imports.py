"""Imports point one way; this holds the line, and shows that it would be seen."""

import ast
from pathlib import Path

import pytest

from tests.architecture import imports
from tests.architecture.imports import Tree

ROOT = Path(__file__).parents[2]
RULES = [
    *(imports.strangers, imports.upward, imports.hidden, imports.foreign),
    *(imports.apart, imports.faces, imports.crowded),
]


@pytest.fixture(scope="module")
def site():
    return Tree(ROOT)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.dear
def test_the_site_keeps_the_rule(rule, site):
    assert rule(site) == []


@pytest.mark.dear
def test_no_files_lead_to_each_other(site):
    assert imports.circles(site.files) == []


def test_the_desktop_client_is_read_by_python_3_9():
    files = [*ROOT.glob("chat/desktop/**/*.py")]
    assert files
    for path in files:
        ast.parse(path.read_text(), str(path), feature_version=(3, 9))


# --- The rules themselves -------------------------------------------------------------

# A file and what is in it, by the rule that it offends.
OFFENCES = [
    (imports.strangers, "chat/attic/old.py", ""),
    (imports.upward, "chat/models/user.py", "from chat.sessions import session"),
    (imports.upward, "chat/wire/codec.py", "def f():\n    import chat.text.clean"),
    (
        imports.upward,
        "chat/net/tcp.py",
        "if TYPE_CHECKING:\n    from ..text.clean import clean_body",
    ),
    (imports.hidden, "chat/models/user.py", 'apps.get_model("chat.Message")'),
    (imports.hidden, "chat/models/user.py", "self.rooms.model.objects.lobby()"),
    (imports.hidden, "chat/net/tcp.py", 'importlib.import_module("chat.web")'),
    (imports.hidden, "chat/net/tcp.py", 'import_string("chat.web.urls")'),
    (imports.hidden, "chat/net/tcp.py", '__import__("chat.web")'),
    (imports.hidden, "chat/net/tcp.py", 'sys.modules["chat.web"]'),
    (imports.hidden, "chat/models/user.py", 'apps.get_app_config("files")'),
    (imports.foreign, "chat/wire/codec.py", "import django"),
    (imports.foreign, "chat/net/tcp.py", "from channels import layers"),
    (imports.foreign, "chat/text/clean.py", "from redis import Redis"),
    (imports.foreign, "chat/dialects/irc.py", "from django.conf import settings"),
    (imports.foreign, "chat/desktop/core/log.py", "import msgspec"),
    (imports.apart, "chat/web/urls.py", "from chat.desktop.core import log"),
    (imports.apart, "chat/desktop/core/log.py", "from chat.wire import decode"),
    (imports.faces, "chat/wire/__init__.py", "x = 1\n" * (imports.FACE_LINES + 1)),
]
MODULES = [
    *("models/user", "sessions/session", "text/clean", "wire/codec", "wire/__init__"),
    *("net/tcp", "web/urls", "desktop/core/log", "dialects/irc"),
]


@pytest.mark.parametrize(("rule", "path", "text"), OFFENCES)
def test_an_offence_is_seen(tmp_path, rule, path, text):
    for module in MODULES:
        _write(tmp_path / f"chat/{module}.py", "import json\n")
    assert rule(Tree(tmp_path)) == []
    _write(tmp_path / path, text)
    assert len(rule(Tree(tmp_path))) == 1


@pytest.mark.parametrize("back", ["", "if TYPE_CHECKING:\n    ", "def f():\n    "])
def test_a_circle_is_seen_however_it_is_closed(tmp_path, back):
    _write(tmp_path / "chat/net/a.py", "from chat.net.b import B\n")
    _write(tmp_path / "chat/net/b.py", "from chat.net import c\n")
    _write(tmp_path / "chat/net/c.py", "")
    assert imports.circles(Tree(tmp_path).files) == []
    _write(tmp_path / "chat/net/c.py", f"{back}from chat.net.a import A\n")
    circle = "chat.net.a <-> chat.net.b <-> chat.net.c"
    assert imports.circles(Tree(tmp_path).files) == [circle]


def test_a_part_that_imports_its_own_face_is_a_circle(tmp_path):
    _write(tmp_path / "chat/wire/__init__.py", "from chat.wire.codec import decode\n")
    _write(tmp_path / "chat/wire/codec.py", "from chat import wire\n")
    assert len(imports.circles(Tree(tmp_path).files)) == 1


def test_a_folder_too_many_is_seen_but_not_a_capability(tmp_path):
    for number in range(imports.FOLDERS_MOST):
        _write(tmp_path / f"chat/folder{number}/code.py", "")
    _write(tmp_path / "chat/polls/apps.py", "")
    _write(tmp_path / "chat/desktop/core/log.py", "")
    _write(tmp_path / "chat/words.py", "")
    assert imports.crowded(Tree(tmp_path)) == []
    _write(tmp_path / "chat/attic/old.py", "")
    assert len(imports.crowded(Tree(tmp_path))) == 1


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)

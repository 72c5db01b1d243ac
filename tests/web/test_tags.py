"""What the page's templates ask for."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from chat.web import tags

SCRIPTS = Path(__file__).parents[2] / "static/js"
NAMED_BY_THE_PAGE = {"app.js", "first_paint.js"}


@pytest.fixture(autouse=True)
def tree_not_read_yet():
    """The tree of modules is read anew in each test, and in the next ones."""
    tags._modules.cache_clear()
    yield
    tags._modules.cache_clear()


@pytest.fixture
def tree(tmp_path, settings):
    """A tree of modules of our own."""
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "js/core").mkdir(parents=True)
    for path in ("app.js", "first_paint.js", "screen.js", "core/chat.js"):
        (tmp_path / "js" / path).touch()
    return tmp_path / "js"


def listed():
    """The addresses that a browser is told to load ahead, in order."""
    page = render_to_string("chat/_modules.html")
    return re.findall(r'<link rel="modulepreload" href="/static/js/(.+?)">', page)


def test_every_module_is_loaded_ahead_but_those_that_the_page_names():
    scripts = {path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js")}
    assert len(scripts) > 40
    languages = {path for path in scripts if path.startswith("languages/")}
    assert sorted(listed()) == sorted(scripts - NAMED_BY_THE_PAGE - languages)


def test_modules_stand_in_the_same_order_however_the_disk_has_them(tree):
    (tree / "browser").mkdir()
    (tree / "browser/clock.js").touch()
    assert listed() == ["browser/clock.js", "core/chat.js", "screen.js"]


def test_a_new_module_shows_up_at_a_reload_while_one_develops(tree, settings):
    settings.DEBUG = True
    assert listed() == ["core/chat.js", "screen.js"]
    (tree / "core/log.js").touch()
    assert listed() == ["core/chat.js", "core/log.js", "screen.js"]


def test_a_site_that_serves_reads_the_tree_once(tree):
    assert listed() == ["core/chat.js", "screen.js"]
    (tree / "core/chat.js").unlink()
    assert listed() == ["core/chat.js", "screen.js"]


def test_addresses_are_those_of_the_static_files(tree, settings):
    settings.STATIC_URL = "https://static.example/"
    page = render_to_string("chat/_modules.html")
    assert 'href="https://static.example/js/core/chat.js"' in page


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, ""),
        ("\n" + "x\n" * 20 + "\n", ""),
        ("x\n" * 21, "Show all 21 lines"),
        ("x\n\n" * 1000, "Show all 1,999 lines"),
    ],
)
def test_the_lines_of_a_long_message_are_counted_that_are_seen(body, text):
    assert tags.unfold_text(body) == text

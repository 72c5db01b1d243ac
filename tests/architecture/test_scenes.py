"""Whatever the page can open has a scene, which axe-core and the camera look at."""

import re
from pathlib import Path

import pytest

from tests.support.scenes import SCENES
from tests.support.scenes.scene import SIZES

TEMPLATES = Path(__file__).parents[2] / "templates"
DIALOG = re.compile(r'<dialog\b[^>]*\bid="([\w-]+)"')
POPOVER = re.compile(r'<\w+\b[^>]*\bid="([\w-]+)"[^>]*\spopover\b')
TEMPLATE = re.compile(r'<template id="([\w-]+)-template"')
CLASSES = re.compile(r'\bclass="([^"]*)"')


def parts(text):
    """Selectors of what can be opened there, and of what has a template of its own."""
    opened = {f"#{name}" for each in (DIALOG, POPOVER) for name in each.findall(text)}
    classes = {name for found in CLASSES.findall(text) for name in found.split()}
    stamped = {f".{name}" for name in TEMPLATE.findall(text) if name in classes}
    return opened | stamped


@pytest.fixture(scope="module")
def text():
    folder = TEMPLATES / "chat"
    return "".join(path.read_text() for path in sorted(folder.rglob("*.html")))


def test_every_dialog_menu_and_template_has_a_scene(text):
    shown = {
        part for scene in SCENES for part in re.findall(r"[#.][\w-]+", scene.shows)
    }
    assert parts(text) - shown == set()


def test_what_is_new_needs_a_scene_of_its_own():
    new = '<dialog class="dialog" id="new-dialog"></dialog><div id="new" popover></div>'
    row = '<template id="new-row-template"><li class="row new-row"></li></template>'
    menu = '<button popovertarget="no">x</button><template id="no-template"></template>'
    assert parts(new + row + menu) == {"#new-dialog", "#new", ".new-row"}


def test_no_two_scenes_have_one_name_and_each_has_a_size():
    names = [scene.name for scene in SCENES]
    assert sorted(names) == sorted(set(names))
    assert {size for scene in SCENES for size in scene.sizes} == set(SIZES)

"""Files in the window: chosen, sent, shown by name and size, and stored by a click."""

import pytest
from PIL import Image

from chat.desktop.core.slash.line import say
from tests.support.windows import MAIN

pytestmark = pytest.mark.processes
ADD = "set bar [. cget -menu]; [$bar entrycget 0 -menu] invoke {Add files*}"


def chooses(window, dialog, *paths):
    """What the dialog of the system answers; no test can click in that."""
    listed = " ".join(map(str, paths))
    window.ask(f"proc ::{dialog} args {{ return {{{listed}}} }}")


def add(window):
    window.says(f"{MAIN}.pane.heading.name", "lobby")
    window.ask(ADD)


def test_several_are_added_by_the_menu(window, bob, tmp_path):
    names = "plan.pdf", "notes.txt"
    for name in names:
        (tmp_path / name).write_text("x" * 1200)
    window.enter("ada")
    chooses(window, "tk_getOpenFile", *(tmp_path / name for name in names))
    add(window)
    window.sees("📎 plan.pdf (1.2 kB)\n📎 notes.txt (1.2 kB)")
    bob.sees("📎 `plan.pdf` (1.2 kB)\n📎 `notes.txt` (1.2 kB)")


def test_a_click_on_one_stores_it(window, bob, tmp_path):
    content = bytes(range(256)) * 1000
    (tmp_path / "plan.pdf").write_bytes(content)
    window.enter("ada")
    assert say(f"/upload {tmp_path / 'plan.pdf'}", bob.person())
    bob.until(lambda: not bob.chat.postman.outbox.posts)
    window.sees("📎 plan.pdf (256 kB)")
    chooses(window, "tk_getSaveFile", tmp_path / "saved.pdf")
    window.click_text("📎 plan.pdf")
    window.sees(f"plan.pdf is saved: {tmp_path / 'saved.pdf'}")
    assert (tmp_path / "saved.pdf").read_bytes() == content


def test_a_click_on_a_picture_shows_it(window, bob, tmp_path):
    Image.new("RGB", (640, 480), "#204080").save(tmp_path / "view.png")
    window.enter("ada")
    assert say(f"/upload {tmp_path / 'view.png'}", bob.person())
    bob.until(lambda: not bob.chat.postman.outbox.posts)
    window.sees(", 640 × 480)")
    window.click_text("📎 view.png")
    shown = f"{MAIN}.pane.picture.shown"
    window.appears(shown)
    image = window.until(f"{shown} cget -image", bool)
    assert window.ask(f"image width {image}") == "320"
    chooses(window, "tk_getSaveFile", tmp_path / "saved.png")
    window.ask(f"{MAIN}.pane.picture.save invoke")
    window.sees(f"view.png is saved: {tmp_path / 'saved.png'}")
    assert (tmp_path / "saved.png").read_bytes() == (tmp_path / "view.png").read_bytes()


def test_what_is_no_file_is_said(window, tmp_path):
    window.enter("ada")
    (tmp_path / "empty").touch()
    chooses(window, "tk_getOpenFile", tmp_path / "empty")
    add(window)
    window.says(".main.status", "There is nothing in")

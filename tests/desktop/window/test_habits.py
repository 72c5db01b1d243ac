"""The window does what people are used to from other programs."""

import json

import pytest

from tests.desktop.site import FREELY
from tests.desktop.window.acts import CONVERSATIONS, PEOPLE
from tests.support.desktop import Desk
from tests.support.servers import Site
from tests.support.windows import (
    MAIN,
    TIMELINE,
    WRITING,
    Display,
    Window,
    fetch_client,
)

pytestmark = pytest.mark.processes
FIELD, TALK = f"{MAIN}.{WRITING}", f"{MAIN}.{TIMELINE}"
HINT, BELOW = f"{MAIN}.pane.composer.hint", f"{MAIN}.pane.timeline.below"
FIND = f"{MAIN}.conversations.finder.entry"
BODY_MOST = 4000


class Scene:
    """A site, bob in the lobby, and ada's window: all tests of this file share them."""

    def __init__(self, folder):
        self.folder = folder
        self.site = Site(folder / "site", **FREELY)
        self.bob = Desk.enter(folder / "bob", self.site.json, "Bób")
        self.display = Display()
        self.file = fetch_client(self.site, folder)
        self.window = Window(self.display, self.file, folder / "ada").enter("ada")

    def close(self):
        self.window.__exit__()
        self.display.close()
        self.bob.client.close()
        self.site.stop()


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    scene = Scene(tmp_path_factory.mktemp("habits"))
    yield scene
    scene.close()


@pytest.fixture
def window(scene):
    """In the lobby, with the keyboard where messages are written, and nothing there."""
    window = scene.window
    window.focus(".")
    if window.ask(f"{MAIN}.pane.heading.name cget -text") != "#lobby":
        window.click_row(CONVERSATIONS, "#lobby")
        window.says(f"{MAIN}.pane.heading.name", "#lobby")
    window.press("Escape", "ctrl+3", "ctrl+a", "BackSpace")
    window.until(f"{FIELD} get 1.0 end-1c", lambda text: text == "")
    return window


@pytest.fixture
def bob(scene):
    return scene.bob


def has(window, text):
    window.until(f"{FIELD} get 1.0 end-1c", lambda written: written == text)


def copy(window, text):
    window.ask(f"clipboard clear; clipboard append {{{text}}}")


def drag(window, first, last):
    """Mark with the mouse from one word in the timeline to another."""
    places = []
    for word in (first, last):
        box = window.until(
            f"{TALK} bbox [{TALK} search -backwards -- {{{word}}} end]", bool
        )
        x, y, _, height = map(int, box.split())
        left, top = window.ask(f"winfo rootx {TALK}"), window.ask(f"winfo rooty {TALK}")
        places.append((int(left) + x + 1, int(top) + y + height // 2))
    window.display.do("mousemove", *places[0], "mousedown", 1)
    window.display.do("mousemove", *places[1], "mousemove", *places[1], "mouseup", 1)
    window.until(f"{TALK} tag ranges sel", bool)


def test_pasting_replaces_what_is_selected_and_a_word_goes_at_once(window):
    window.type("one two three")
    copy(window, "new")
    window.press("ctrl+shift+Left", "ctrl+v")
    has(window, "one two new")
    window.press("ctrl+BackSpace")
    has(window, "one two ")
    window.press("Home", "ctrl+Delete")
    has(window, " two ")
    window.press("ctrl+a", "ctrl+v")
    has(window, "new")


def test_a_line_that_a_menu_begins_spares_the_draft(window, bob):
    window.type("half a draft")
    window.press("ctrl+n")
    has(window, "/msg ")
    window.type("bo")
    window.press("Tab")
    has(window, "/msg Bób ")
    window.type("psst")
    window.press("Return")
    bob.sees("psst", "@ada")
    has(window, "half a draft")
    window.press("ctrl+n")
    has(window, "/msg ")
    window.press("Escape")
    has(window, "half a draft")


def test_a_draft_is_kept_however_fast_a_menu_follows_its_last_key(window):
    window.ask(f"{FIELD} insert end half; event generate {FIELD} <Control-n>")
    has(window, "/msg ")
    window.press("Escape")
    has(window, "half")


def test_what_is_marked_is_copied_and_what_is_typed_then_is_written(window, bob):
    bob.say("first words")
    bob.say("second line")
    window.sees("second line")
    drag(window, "irst", "words")
    window.press("ctrl+c")
    window.until("clipboard get", lambda text: text == "irst ")
    marked, ground = f"{TALK} tag cget sel -background", f"{TALK} cget -background"
    assert window.ask(marked) != window.ask(ground)
    assert window.ask(marked) != window.ask(f"{TALK} tag cget chosen -background")
    drag(window, "first", "line")
    window.press("ctrl+c")
    copied = window.until("clipboard get", lambda text: "\n" in text).splitlines()
    assert [line.partition("] ")[2] for line in copied] == [
        "Bób: first words",
        "Bób: second ",
    ]
    window.click_text("second line")
    window.type("written")
    has(window, "written")


def test_a_long_paste_is_sent_as_several_messages(window, bob):
    text = "\n".join(f"{number} {'word ' * 9}" for number in range(200))
    copy(window, text)
    window.press("ctrl+v")
    window.says(f"{HINT}.split", "Send as 3 messages")
    window.ask(f"{HINT}.split invoke")
    bob.until(lambda: " ".join(bob.bodies()[-3:]).split() == text.split())
    assert all(len(part) <= BODY_MOST for part in bob.bodies()[-3:])
    has(window, "")


def test_a_text_for_several_messages_is_taken_back_where_it_waits(window, scene):
    scene.site.kill()
    window.says(".main.banner.text", "is lost")
    copy(window, "word " * 2000)
    window.press("ctrl+v")
    window.until(f"{FIELD} get 1.0 end", lambda text: "word" in text)
    window.ask(f"{HINT}.split invoke")
    window.sees_waiting("Cancel what is left of it")
    has(window, "")
    window.ask("update")  # the field has shrunk, and moved what is to be clicked
    window.click_text("Cancel what is left")
    window.until(f"{TALK} get 1.0 end", lambda said: "waiting to be" not in said)
    scene.site.restart()
    window.until("winfo ismapped .main.banner", lambda answer: answer == "0")
    scene.bob.until(lambda: scene.bob.is_in)


def test_whoever_reads_further_up_is_told_what_came_below(window, bob):
    for number in range(40):
        bob.say(f"line {number}")
    window.sees("line 39")
    window.press("ctrl+2", "Prior", "Prior")
    window.until(f"{TALK} yview", lambda view: view.split()[1] != "1.0")
    bob.say("far below, ada")
    window.says(BELOW, "1 new below")
    window.click(BELOW)
    window.until(f"winfo ismapped {BELOW}", lambda answer: answer == "0")
    named = window.ask(f"{TALK} tag prevrange named end").split()
    assert window.ask(f"{TALK} get {' '.join(named)}") == "ada"


def test_what_is_new_and_has_room_is_in_sight_to_its_end(window, bob):
    for number in range(40):
        bob.say(f"before {number}")
    window.sees("before 39")
    window.write("/create #aside")
    window.says(f"{MAIN}.pane.heading.name", "#aside")
    bob.say("@ada, first of two")
    bob.say("@ada, second of two")
    unread = f"{CONVERSATIONS} set #lobby unread"
    window.until(unread, lambda count: count.strip() == "2")
    window.click_row(CONVERSATIONS, "#lobby")
    window.until(f"{TALK} get 1.0 end", lambda said: "New\n" in said)
    window.sees("second of two")
    window.until(f"{TALK} yview", lambda view: view.split()[1] == "1.0")
    window.until(f"winfo ismapped {BELOW}", lambda answer: answer == "0")


def test_names_are_found_without_their_accents(window):
    window.until(f"{PEOPLE} children {{}}", lambda rows: rows == "ada Bób")
    window.press("ctrl+f")
    window.type("BOB")
    window.until(f"{PEOPLE} children {{}}", lambda rows: rows == "Bób")
    window.press("Escape")
    window.until(f"{PEOPLE} children {{}}", lambda rows: rows == "ada Bób")
    window.until("focus", lambda widget: widget == FIELD)


def test_a_room_has_a_menu_by_the_keyboard(window):
    window.press("ctrl+1")
    window.until(f"{CONVERSATIONS} selection", lambda row: "#lobby" in row)
    window.press("Menu")
    menu = ".main.roommenu"
    window.until(f"winfo viewable {menu}", lambda answer: answer == "1")
    assert "What is news" in window.ask(f"{menu} entrycget 1 -label")
    # Everybody is in the lobby.
    assert window.ask(f"{menu} entrycget end -label") == "Topic …"
    window.press("Escape")
    window.until(f"winfo viewable {menu}", lambda answer: answer == "0")


def test_a_small_window_folds_its_lists_and_a_key_shows_them(window):
    shown = f"llength [{MAIN} panes]"
    window.ask("wm geometry . 420x500")
    window.until(shown, lambda count: count == "1")
    window.click(FIELD)
    window.press("ctrl+b")
    window.until(shown, lambda count: count == "3")
    window.press("ctrl+b")
    window.until(shown, lambda count: count == "1")
    window.ask("wm geometry . 1000x680")
    window.until(shown, lambda count: count == "3")


def test_an_idle_window_sleeps(window):
    window.type("x")
    has(window, "x")
    turns = set()
    # What was begun by the letter has been told and kept a second later.
    window.until("turns", lambda now: now in turns or turns.add(now))
    window.ask("after 1500 {set ::later [turns]}; set ::later {}; set x x")
    before = window.until("set ::later", bool)
    window.ask("after 1500 {set ::later [turns]}; set ::later {}; set x x")
    assert int(window.until("set ::later", bool)) - int(before) <= 8


def test_drafts_place_and_lists_are_there_at_the_next_start(window, scene):
    window.write("/create #dev")
    window.says(f"{MAIN}.pane.heading.name", "#dev")
    window.ask(f"{MAIN} sashpos 0 260; update; event generate {MAIN} <ButtonRelease-1>")
    window.click_row(PEOPLE, "Bób", times=2)
    window.appears(".privatebób")
    window.focus(".privatebób")
    window.type("for you alone")
    window.press("ctrl+w")
    window.focus(".")
    window.press("ctrl+3")
    window.type("half a sen")
    has(window, "half a sen")
    window.press("ctrl+q")
    window.ended()
    kept = json.loads((scene.folder / "ada" / "settings.json").read_text())
    assert 240 < kept["widths"]["conversations"] < 280
    window.start().enter()
    host, port = scene.site.json
    window.until("wm title .", lambda title: title == f"#dev · ada at {host}:{port}")
    has(window, "half a sen")
    window.click_row(PEOPLE, "Bób", times=2)
    window.appears(".privatebób")
    script = f".privatebób.{WRITING} get 1.0 end-1c"
    window.until(script, lambda text: text == "for you alone")
    window.focus(".privatebób")
    window.press("ctrl+w")


def test_boxes_grow_with_the_text_of_a_fine_screen(scene, tmp_path):
    resources = tmp_path / "resources"
    resources.write_text("Xft.dpi: 192\n")
    options = {"XENVIRONMENT": str(resources)}
    with Window(scene.display, scene.file, tmp_path / "cyd", **options) as fine:
        fine.enter("cyd")
        sizes = [
            f"{FIELD} cget -padx",
            "ttk::style lookup Treeview -rowheight",
            f"{TALK} tag cget body -lmargin1",
        ]
        for size in sizes:
            usual = int(scene.window.ask(size))
            assert 1.7 * usual < int(fine.ask(size)) < 2.3 * usual, size

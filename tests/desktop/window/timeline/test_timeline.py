"""The messages of a conversation are read, chosen and scrolled."""

import time

import pytest

from tests.desktop.window.acts import post_many
from tests.support.dear import slowness
from tests.support.windows import MAIN, NAME, TIMELINE, WRITING, Window

pytestmark = pytest.mark.processes
ASKED = f"{MAIN}.pane.!_querystring.!frame.entry"
MANY = 10_000
# Much more than it takes, much less than what somebody calls frozen on a busy machine.
FROZEN_MS = 1_500
SCROLL = """
    set began [clock milliseconds]
    for {{set page 0}} {{$page < 20}} {{incr page}} {{
        {0} yview scroll 1 pages
        update idletasks
    }}
    expr {{[clock milliseconds] - $began}}
"""
BEAT = """
    set ::latest 0
    set ::before [clock milliseconds]
    proc beat {} {
        set now [clock milliseconds]
        set ::latest [expr {max($::latest, $now - $::before)}]
        set ::before $now
        after 10 beat
    }
    beat
"""


# The longest turn of Tk's loop, in milliseconds of work of its thread: a slice of the
# drawing, and what Tk lays out after it.
TURN_MS = 60
EMOJI = "".join(map(chr, range(0x1F300, 0x1F300 + 500)))
SPANS = "**a** *b* `c` http://a.b " * 100
DEAR = {"emoji": EMOJI + " {}.", "spans": "{}. " + SPANS}


def test_a_message_is_marked_while_its_menu_is_open(window):
    window.enter("ada")
    window.write("something")
    window.sees("something")
    marked = f"llength [{MAIN}.{TIMELINE} tag ranges chosen]"
    window.press("ctrl+2", "Up", "Return")
    window.until(
        f"winfo viewable {MAIN}.pane.messagemenu", lambda answer: answer == "1"
    )
    assert window.ask(marked) == "2"
    window.press("Escape", "ctrl+3")
    window.until(marked, lambda answer: answer == "0")


def test_the_context_menu_edits_reacts_and_deletes(window, bob):
    window.enter("ada")
    window.write("one mistake")
    bob.sees("one mistake")
    window.sees("one mistake")
    window.click_text("mistake", button=3)
    window.press("e")
    window.until(f"{MAIN}.{WRITING} get 1.0 end-1c", lambda text: text == "one mistake")
    window.press("ctrl+a", "ctrl+slash")
    window.type("no mistake")
    window.press("Return")
    bob.sees("no mistake")
    window.sees("no mistake")
    bob.say("/react 👍")
    window.until(f"{MAIN}.{TIMELINE} get 1.0 end", lambda said: "👍 1" in said)
    window.click_text("👍 1")
    window.until(f"{MAIN}.{TIMELINE} get 1.0 end", lambda said: "👍 2" in said)
    window.press("Up", "Menu", "r", "a")
    window.until("focus", lambda focus: focus == ASKED)
    window.ask(f"{ASKED} insert end ⏰")  # No key of the keyboard has it.
    window.press("Return")
    window.until(f"{MAIN}.{TIMELINE} get 1.0 end", lambda said: "⏰ 1" in said)
    window.ask("undo 600")  # none is done because the time has passed
    window.press("Up")
    window.press("Menu")
    window.press("d")
    window.sees("You delete this message.")
    window.click_text("Undo")
    window.sees("no mistake")
    window.press("Up", "Menu", "d")
    window.sees("You delete this message.")
    window.press("ctrl+q")  # whoever leaves has it done at once
    window.ended()
    bob.sees("")


def test_links_open_in_the_browser(display, file, bob, tmp_path):
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    browser.chmod(0o755)
    environment = {"BROWSER": f"{browser} %s"}
    with Window(display, file, tmp_path / "ada", **environment) as window:
        window.enter("ada")
        bob.say("see https://example.org/a?b=c.")
        window.sees("see https://example.org")
        window.click_text("example.org")
        window.until(
            "set x",
            lambda _: (
                opened.exists() and opened.read_text() == "https://example.org/a?b=c\n"
            ),
        )


def test_a_link_that_names_another_place_says_so_first(display, file, bob, tmp_path):
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    browser.chmod(0o755)
    environment = {"BROWSER": f"{browser} %s"}
    asked = f"{MAIN}.pane.timeline.__tk__messagebox"
    with Window(display, file, tmp_path / "ada", **environment) as window:
        window.enter("ada")
        bob.say("[https://bank.example](https://evil.example/x) [not this](/relative)")
        window.sees("bank.example")
        window.click_text("bank.example")
        window.asks(asked)
        assert "evil.example" in window.ask(f"{asked}.msg cget -text")
        window.press("Escape")
        window.until(f"winfo exists {asked}", lambda answer: answer == "0")
        window.click_text("relative")
        assert not opened.exists()
        window.click_text("bank.example")
        window.until(f"winfo exists {asked}", lambda answer: answer == "1")
        window.ask(f"{asked}.ok invoke")
        window.until("set x", lambda _: opened.exists())


def drawn(window, seq):
    """A message stands in the timeline; asked for in a way that costs nothing."""
    window.until(f"{MAIN}.{TIMELINE} tag ranges m{seq}", bool)


@pytest.mark.parametrize("kind", DEAR)
def test_dear_messages_are_drawn_while_somebody_types(window, bob, kind):
    window.enter("ada")
    window.click(f"{MAIN}.{WRITING}")
    turns = []
    for burst in range(3):
        window.ask("longest")
        post_many(bob, 10 * burst, 10, DEAR[kind])
        window.type("still here ")
        drawn(window, 10 * burst + 10)
        turns.append(int(window.ask("longest")))
    assert sorted(turns)[1] < TURN_MS * slowness(), turns
    written = f"{MAIN}.{WRITING} get 1.0 end-1c"
    window.until(written, lambda typed: typed == "still here " * 3)


@pytest.mark.bar
def test_a_start_with_three_hundred_dear_messages_freezes_nothing(window, bob):
    window.enter("ada")
    post_many(bob, 0, 150, DEAR["emoji"])
    post_many(bob, 150, 150, DEAR["spans"])
    drawn(window, 300)
    turns = []
    for _ in range(3):
        window.press("ctrl+q")
        window.ended()
        window.start()
        window.asks(".login")
        window.ask("longest")
        window.press("Return")
        drawn(window, 300)
        drawn(window, 101)
        turns.append(int(window.ask("longest")))
    assert sorted(turns)[1] < TURN_MS * slowness(), turns


def test_a_room_opens_at_what_is_unread_and_what_is_redrawn_stays_there(window, bob):
    window.enter("ada")
    post_many(bob, 0, 1, "before")
    window.sees("before")
    window.press("ctrl+q")
    window.ended()
    post_many(bob, 1, 1, "long {}: " + "words " * 500)
    post_many(bob, 2, 380)
    window.start()
    window.appears(".login")
    window.click(NAME)
    window.press("Return")
    window.sees("line 381.")
    text = f"{MAIN}.{TIMELINE}"
    seen = f"{text} get @0,0 @2000,[winfo height {text}]"
    window.until(seen, lambda shown: "New\n" in shown and "long 1: words" in shown)
    assert "line 381." not in window.ask(seen)
    window.says(f"{MAIN}.pane.timeline.below", "99+ new below")
    # The message whose midst one reads is drawn anew.
    window.ask(f'{text} yview "[{text} search long 1.0] + 8 display lines"; update')
    top = f"{text} count -chars [{text} search long 1.0] @0,0"
    before = int(window.ask(top))
    assert before > 300
    lobby = bob.conversation("#lobby")
    bob.sees("line 381.")
    [long] = [message for message in lobby.messages if "long" in message.body]
    bob.chat.change("react", lobby, long.seq, emoji="👍", on=True)
    bob.until(lambda: "👍" in long.reactions)
    window.until(f"{text} get 1.0 end", lambda shown: "👍 1" in shown)
    assert int(window.ask(top)) == before


def test_history_loads_on_scroll(window, bob):
    for number in range(600):
        bob.say(f"line {number}.")
    window.enter("ada")
    window.sees("line 599.")
    assert "line 400." not in window.messages()
    window.press("ctrl+2")
    while "line 0." not in window.messages():
        window.press("Prior", "Prior", "Prior", "Prior")
    said = [line for line in window.messages().splitlines() if "line" in line]
    assert said == [f"line {number}." for number in range(600)]
    window.press("End")
    window.until(f"{MAIN}.{TIMELINE} yview", lambda view: view.split()[1] == "1.0")


@pytest.mark.bar
@pytest.mark.timeout(400)
def test_ten_thousand_messages_scroll_and_two_hundred_a_second_freeze_nothing(
    window, bob
):
    """Tk itself is asked how long it takes, and how late a timer of 10 ms is."""
    post_many(bob, 0, MANY)
    bob.until(lambda: len(bob.bodies()) >= MANY, seconds=200)
    window.enter("ada")
    window.sees(f"line {MANY - 1}.")
    timeline = f"{MAIN}.{TIMELINE}"
    window.click(timeline)
    while "line 0." not in window.ask(f"{timeline} get 1.0 5.0"):
        window.press("Home")
    assert int(window.ask(SCROLL.format(timeline))) < 20 * FROZEN_MS
    window.press("End")
    window.ask(BEAT)
    began = time.monotonic()
    for second in range(1, 6):
        post_many(bob, MANY + 200 * second, 200)
        bob.until(lambda second=second: time.monotonic() >= began + second)
    window.sees(f"line {MANY + 1199}.")
    assert int(window.ask("set ::latest")) < FROZEN_MS
    assert window.ask(f"{timeline} yview").split()[1] == "1.0"

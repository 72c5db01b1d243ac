"""Blocking and hiding in the window, by menus and by words."""

import pytest

from tests.desktop.window.acts import CONVERSATIONS, PEOPLE, opened
from tests.support.windows import MAIN, TIMELINE, WRITING

pytestmark = pytest.mark.processes
FOLDED = "A message of somebody you blocked"
MENU = ".main.personmenu"


def right_click(window, tree, row):
    box = window.until(f"{tree} bbox {{{row}}}", bool)
    x, y, _, height = map(int, box.split())
    window.click(tree, button=3, at=f"{x + 30} {y + height // 2}")
    window.until(f"winfo viewable {MENU}", lambda answer: answer == "1")


def choose(window, label):
    """The entry of the menu that is open, by its keys."""
    last = int(window.ask(f"{MENU} index end"))
    labels = [window.ask(f"{MENU} entrycget {at} -label") for at in range(last + 1)]
    window.press(*["Down"] * (labels.index(label) + 1), "Return")


def test_somebody_is_blocked_and_their_words_are_folded_until_somebody_clicks(
    window, bob
):
    window.enter("ada")
    bob.say("one of mine")
    window.sees("one of mine")
    right_click(window, PEOPLE, "bob")
    choose(window, "Block bob")
    window.asks(".main.__tk__messagebox")
    window.press("Return")
    window.sees(FOLDED)
    bob.say("ada, another of mine")
    window.until(
        f"{MAIN}.pane.timeline.text get 1.0 end", lambda s: s.count(FOLDED) == 2
    )
    assert "of mine" not in window.messages()
    # The focus comes back from the dialog, and what was seen before it counts as read.
    window.until("wm title .", lambda title: not title.startswith(("(", "•")))
    window.click_text(FOLDED)
    window.sees("one of mine")
    assert "another" not in window.messages()
    right_click(window, PEOPLE, "bob")
    choose(window, "Unblock bob")
    window.sees("another of mine")


def test_a_talk_is_hidden_with_its_window_and_comes_back_with_the_next_word(
    window, bob
):
    window.enter("ada")
    bob.say("psst", "@ada")
    window.until(f"{CONVERSATIONS} exists @bob", lambda answer: answer == "1")
    right_click(window, CONVERSATIONS, "@bob")
    choose(window, "Private talk with bob")
    window.appears(".privatebob")
    # Where there is no window manager, windows lie on top of each other.
    window.ask("wm geometry .privatebob 380x500+1010+20")
    window.ask("update")
    window.focus(".")
    right_click(window, CONVERSATIONS, "@bob")
    choose(window, "Hide this talk")
    window.until(f"{CONVERSATIONS} exists @bob", lambda answer: answer == "0")
    window.until("winfo exists .privatebob", lambda answer: answer == "0")
    bob.say("next", "@ada")
    window.until(f"{CONVERSATIONS} exists @bob", lambda answer: answer == "1")
    right_click(window, CONVERSATIONS, "@bob")
    choose(window, "Private talk with bob")
    window.appears(".privatebob")
    window.sees("next", where=".privatebob")


def test_what_is_typed_as_a_talk_goes_stays_in_its_window(window, bob):
    window.enter("ada")
    bob.say("psst", "@ada")
    window.until(f"{CONVERSATIONS} exists @bob", lambda answer: answer == "1")
    private = opened(window, "@bob")
    writing = f"{private}.{WRITING}"
    window.write("/hide", private)
    hint = f"{private}.pane.composer.hint.text cget -text"
    window.until(hint, lambda said: "not sent" in said)
    window.type("only for bob")
    window.until(f"{writing} get 1.0 end-1c", lambda text: text == "only for bob")
    window.ask(f"event generate {writing} <Return>")
    assert window.ask(f"{writing} get 1.0 end-1c") == "only for bob"
    assert window.ask(f"{MAIN}.{WRITING} get 1.0 end-1c") == ""


def test_what_is_typed_as_a_talk_goes_from_the_main_window_is_typed_nowhere(
    window, bob
):
    window.enter("ada")
    bob.say("psst", "@ada")
    window.until(f"{CONVERSATIONS} exists @bob", lambda answer: answer == "1")
    window.click_row(CONVERSATIONS, "@bob")
    window.write("/hide")
    window.until("focus", lambda where: where == f"{MAIN}.{TIMELINE}")
    window.type("only for bob")
    window.press("ctrl+3")
    window.until("focus", lambda where: where == f"{MAIN}.{WRITING}")
    assert window.ask(f"{MAIN}.{WRITING} get 1.0 end-1c") == ""

"""The ways to what is not in sight, by keys."""

import pytest

from tests.desktop.window.acts import PEOPLE
from tests.support.windows import MAIN, TIMELINE

pytestmark = pytest.mark.processes
HEADING = f"{MAIN}.pane.heading.name"
TALK = f"{MAIN}.{TIMELINE}"
CHOSEN = f"llength [{TALK} tag ranges chosen]"
SEARCH, NEWS, SWITCHER = ".main.search", ".main.news", ".switcher"


def test_a_line_leads_anywhere_and_what_was_said_is_found(window, bob):
    window.enter("ada")
    bob.say("a cake for all")
    window.sees("a cake for all")
    window.write("/create #dev")
    window.says(HEADING, "#dev")
    bob.say("another cake")
    the_line_offers_the_lobby(window)
    what_is_unread_is_listed_and_marked_read(window)
    a_card_says_where_both_are(window)
    a_name_leads_to_a_talk(window)
    what_was_said_is_found_and_shown(window)


def the_line_offers_the_lobby(window):
    window.press("ctrl+k")
    window.until("focus", lambda widget: widget == f"{SWITCHER}.entry")
    window.type("lob")
    row = f"{SWITCHER}.tree item [{SWITCHER}.tree selection] -text"
    window.until(row, lambda label: label == "#lobby  (•)")
    window.press("Escape")
    window.until(f"winfo exists {SWITCHER}", lambda answer: answer == "0")
    window.until("focus", lambda widget: widget.endswith(".composer.text"))


def what_is_unread_is_listed_and_marked_read(window):
    window.press("ctrl+shift+a")
    window.appears(NEWS)
    window.focus(NEWS)
    assert window.ask(f"{NEWS}.tree children {{}}") == "{#lobby}"
    window.press("Delete")
    window.says(f"{NEWS}.bar.state", "You have read everything.")
    window.press("Escape")
    window.focus(".")


def a_card_says_where_both_are(window):
    window.click_row(PEOPLE, "bob")
    window.says(".card.lines", "bob and you are both in #lobby.")
    window.until("focus", lambda widget: widget == ".card.talk")
    window.press("Escape")
    window.until("winfo exists .card", lambda answer: answer == "0")


def a_name_leads_to_a_talk(window):
    window.press("ctrl+u", "alt+Up")
    window.says(HEADING, "#lobby")
    window.sees("a cake for all")
    window.click_text("bob")
    window.says(".card.name", "bob")
    window.until("focus", lambda widget: widget == ".card.talk")
    window.press("Return")
    window.appears(".privatebob")
    window.focus(".privatebob")
    window.press("ctrl+w")
    window.focus(".")


def what_was_said_is_found_and_shown(window):
    window.press("alt+Down")
    window.says(HEADING, "#dev")
    window.press("ctrl+shift+f")
    window.appears(SEARCH)
    window.focus(SEARCH)
    window.type("cake")
    window.says(f"{SEARCH}.bar.orders.state", "2 messages")
    window.press("Down", "Down", "Return")
    window.says(HEADING, "#lobby")
    window.until(CHOSEN, lambda count: count == "2")
    assert "a cake for all" in window.ask(f"{TALK} get chosen.first chosen.last")

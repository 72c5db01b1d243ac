"""The lists on both sides, by mouse and by keys."""

import pytest

from tests.desktop.window.acts import CONVERSATIONS, PEOPLE
from tests.support.windows import MAIN, WRITING

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180)]


def test_enter_on_a_name_opens_it_too(window, bob):
    window.enter("ada")
    window.until(f"{PEOPLE} exists bob", lambda answer: answer == "1")
    window.press("ctrl+4", "Down", "Return")
    window.appears(".privatebob")
    window.focus(".privatebob")
    window.press("ctrl+w")
    window.until("winfo exists .privatebob", lambda answer: answer == "0")


def test_the_tab_key_leads_to_the_people_and_their_first_row(window):
    window.enter("ada")
    window.until(f"{PEOPLE} exists ada", lambda answer: answer == "1")
    window.press("ctrl+3")
    window.until("focus", lambda widget: widget == f"{MAIN}.{WRITING}")
    window.press("Tab")
    window.until(f"{PEOPLE} selection", lambda rows: rows == "ada")
    window.until(f"{PEOPLE} focus", lambda row: row == "ada")


def test_unread_counts_stand_in_the_list_and_the_title_unless_muted(window, bob):
    window.enter("ada")
    window.write("/create #dev")
    window.says(f"{MAIN}.pane.heading.name", "#dev")
    bob.say("one")
    bob.say("two")
    window.until("wm title .", lambda title: title.startswith("(2) #dev"))
    unread = f"{CONVERSATIONS} set #lobby unread"
    assert window.ask(unread).strip() == "2"
    window.press("ctrl+u")
    window.says(f"{MAIN}.pane.heading.name", "#lobby")
    window.until(unread, lambda answer: not answer.strip())
    window.press("ctrl+m")
    window.sees("#lobby is muted.")
    window.press("alt+Down")
    window.says(f"{MAIN}.pane.heading.name", "#dev")
    bob.say("three")
    window.until(unread, lambda answer: answer.strip() == "1")
    assert window.ask("wm title .").startswith("#dev")

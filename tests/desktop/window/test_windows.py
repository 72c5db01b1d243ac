"""Private windows open, call, and leave the keyboard alone."""

import os

import pytest

from tests.desktop.window.acts import (
    CONVERSATIONS,
    PEOPLE,
    opened,
    private_with,
    shell,
)
from tests.support.desktop import Desk
from tests.support.windows import MAIN, WRITING, Window

PRIVATES = "lsort [lsearch -all -inline [winfo children .] .private*]"
pytestmark = pytest.mark.processes


def test_the_list_follows_and_a_double_click_opens_a_private_window(
    window, bob, site, tmp_path
):
    window.enter("ada")
    window.until(f"{PEOPLE} children {{}}", lambda rows: rows.split() == ["ada", "bob"])
    private = private_with(window, "bob")
    window.type("between us")
    window.press("Return")
    bob.sees("between us", "@ada")
    bob.say("psst", "@ada")
    window.sees("psst", private)
    assert "between us" not in window.messages()
    with Desk(tmp_path / "cyd", site.json, "cyd") as cyd:
        cyd.until(lambda: cyd.is_in)
        window.until(f"{PEOPLE} children {{}}", lambda rows: "cyd" in rows.split())
        assert "@bob" not in [each.name for each in cyd.chat.conversations]
    window.until(f"{PEOPLE} children {{}}", lambda rows: "cyd" not in rows.split())


def test_somebody_new_is_a_row_with_a_number_that_a_double_click_opens(window, bob):
    window.enter("ada")
    window.click(f"{MAIN}.{WRITING}")
    bob.say("are you there?", "@ada")
    window.until(f"{CONVERSATIONS} exists @bob", lambda answer: answer == "1")
    window.until(f"{CONVERSATIONS} set @bob unread", lambda said: said.strip() == "1")
    window.type("still here")
    written = f"{MAIN}.{WRITING} get 1.0 end-1c"
    window.until(written, lambda text: text == "still here")
    assert window.ask(PRIVATES) == ""
    private = opened(window, "@bob")
    window.sees("are you there?", private)
    window.until(f"wm title {private}", lambda title: title.startswith("bob · ada at"))


def test_where_no_window_manager_can_be_told_nothing_opens_by_itself(window, bob):
    window.enter("ada")
    window.write("/msg bob hello")
    bob.sees("hello", "@ada")
    bob.say("hello again", "@ada")
    window.until(f"{CONVERSATIONS} set @bob unread", lambda said: said.strip() == "1")
    assert window.ask(PRIVATES) == ""


def test_two_guests_of_one_name_have_a_window_each(window, site, tmp_path):
    window.enter("ada")
    with Desk(tmp_path / "bob", site.json, "bob") as bob:
        bob.until(lambda: bob.is_in)
        bob.say("from the first", "@ada")
        window.until(f"{CONVERSATIONS} exists @bob", lambda answer: answer == "1")
        window.sees("from the first", opened(window, "@bob"))
    window.until(f"{PEOPLE} children {{}}", lambda rows: rows == "ada")
    shell(tmp_path, "User.objects.get(name='bob').release()")
    with Desk(tmp_path / "another", site.json, "bob") as another:
        another.until(lambda: another.is_in)
        another.say("from the second", "@ada")
        rows = f"llength [{CONVERSATIONS} children directs]"
        window.until(rows, lambda count: count == "2")
        window.focus(".")
        window.click_row(CONVERSATIONS, "@bob", times=2)
        windows = window.until(PRIVATES, lambda found: len(found.split()) == 2)
        window.sees("from the second", windows.split()[1])
    assert "second" not in window.messages(".privatebob")


def test_a_private_word_is_a_notification_of_the_system(display, file, bob, tmp_path):
    told, program = tmp_path / "told", tmp_path / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {told}\n')
    program.chmod(0o755)
    path = f"{program.parent}:{os.environ['PATH']}"
    with Window(display, file, tmp_path / "ada", PATH=path) as window:
        window.enter("ada")
        bob.say("<b>--lunch?</b>", "@ada")
        window.until(
            "set x", lambda _: told.exists() and told.read_text().endswith("gt;\n")
        )
    words = told.read_text().splitlines()
    assert words[-3:] == ["--", "bob", "&lt;b&gt;--lunch?&lt;/b&gt;"]

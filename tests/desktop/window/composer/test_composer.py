"""What is written is sent once, or kept."""

import pytest

from tests.support.windows import MAIN, TIMELINE, WRITING

pytestmark = pytest.mark.processes


def test_commands_are_those_of_the_plain_door(window, bob):
    window.enter("ada")
    window.write("/create #dev where we build")
    window.says(f"{MAIN}.pane.heading.name", "#dev")
    window.write("/invite bob")
    bob.until(lambda: bob.chat.invitations.to("#dev"))
    window.write("/who")
    window.sees("Here: ada, bob (2)")
    window.write("/dance")
    window.sees("There is no /dance")
    assert window.ask(f"{MAIN}.{WRITING} get 1.0 end-1c") == "/dance"


def test_shift_enter_begins_a_line(window, bob):
    window.enter("ada")
    window.click(f"{MAIN}.{WRITING}")
    window.type("one")
    window.press("shift+Return")
    window.type("two")
    window.press("Return")
    bob.sees("one\ntwo")


def test_what_is_typed_while_the_server_is_down_is_said_once(window, bob, site):
    window.enter("ada")
    site.kill()
    window.says(".main.banner.text", "is lost")
    window.write("typed in the dark")
    window.until(
        f"{MAIN}.{TIMELINE} get 1.0 end", lambda said: "waiting to be sent" in said
    )
    window.kill()
    site.restart()
    with window.start():
        window.enter()
        window.sees("typed in the dark")
        bob.sees("typed in the dark")
        assert bob.bodies().count("typed in the dark") == 1
        assert window.messages().count("typed in the dark") == 1

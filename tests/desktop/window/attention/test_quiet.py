"""No window takes the keyboard because somebody has written."""

from contextlib import ExitStack

import pytest

from tests.desktop.window.acts import CONVERSATIONS
from tests.support.desktop import Desk
from tests.support.screen import MANAGERS
from tests.support.windows import WRITING, Managed, Neighbour, Window

pytestmark = pytest.mark.processes
PRIVATE = f".privatebob.{WRITING}"
COUNT = "llength [lsearch -all [winfo children .] .private*]"
# In one turn of Tk, so that no clock matters: it comes, and Enter is pressed.
ENTER_AT_ONCE = f"""
    event generate .privatebob <Map>
    {PRIVATE} insert end "not for you"
    event generate {PRIVATE} <Return>
    {PRIVATE} get 1.0 end-1c
"""


def unread(name):
    """How much is, of a row that may not be there yet."""
    there = f"[{CONVERSATIONS} exists {name}]"
    return f"expr {{{there} ? [{CONVERSATIONS} set {name} unread] : 0}}"


@pytest.fixture(params=MANAGERS)
def managed(request, tmp_path):
    managed = Managed(request.param, tmp_path)
    yield managed
    managed.close()


@pytest.fixture
def ada(managed, file, tmp_path, bob):
    """In, and acquainted with bob; the lobby is shown."""
    with Window(managed, file, tmp_path / "ada") as window:
        window.ask("wm geometry . 800x600+500+200")
        window.enter("ada")
        window.write("/msg bob hello")
        bob.sees("hello", "@ada")
        yield window


def test_what_is_typed_elsewhere_stays_there_when_somebody_writes(
    ada, bob, managed, tmp_path
):
    with Neighbour(managed, tmp_path) as neighbour:
        bob.say("are you there?", "@ada")
        ada.appears(".privatebob")
        neighbour.type("correct horse\n")
        neighbour.has("xcorrect horse\n")
        ada.sees("are you there?", ".privatebob")
        ada.until("wm title .privatebob", lambda title: "(1)" in title)
        assert ada.ask(f"{PRIVATE} get 1.0 end-1c") == ""
    assert ada.ask(ENTER_AT_ONCE) == "not for you"
    ada.ask(f"{PRIVATE} delete 1.0 end")
    ada.until("wm focusmodel .privatebob", lambda model: model == "passive")
    ada.ask("wm geometry .privatebob 400x400+20+300")
    # The manager may still be moving the window away from under the first click.
    ada.until("focus", lambda where: where == PRIVATE or ada.click(PRIVATE))
    ada.type("now I am")
    ada.until(f"{PRIVATE} get 1.0 end-1c", lambda text: text == "now I am")
    # The first half second after the click takes no Enter.
    ada.until(f"{PRIVATE} get 1.0 end", lambda t: t == "\n" or ada.press("Return"))
    bob.sees("now I am", "@ada")
    ada.until("wm title .privatebob", lambda title: title.startswith("bob ·"))
    assert "not for you" not in bob.bodies("@ada")


def test_strangers_are_rows_and_only_an_acquaintance_opens_a_window(
    ada, bob, site, tmp_path
):
    with ExitStack() as strangers:
        for number in range(5):
            name = f"stranger{number}"
            desk = Desk.enter(tmp_path / name, site.json, name)
            strangers.callback(desk.client.close)
            desk.say("psst", "@ada")
            ada.until(unread(f"@{name}"), lambda count: count.strip() == "1")
    ada.write("/pause +2h")
    ada.sees("You are not notified until")
    bob.say("not now?", "@ada")
    ada.until(unread("@bob"), lambda count: count.strip() == "1")
    assert ada.ask(COUNT) == "0"
    ada.write("/pause")
    ada.sees("You are notified again")
    bob.say("it is me", "@ada")
    ada.appears(".privatebob")
    assert ada.ask(COUNT) == "1"

"""What the tests of the window do again and again."""

from tests.support.servers import manage
from tests.support.windows import MAIN

PEOPLE = f"{MAIN}.people.tree"
INVITATIONS = ".main.invitations"
CONVERSATIONS = f"{MAIN}.conversations.tree"


def private_with(window, name):
    window.click_row(PEOPLE, name, times=2)
    return beside(window, f".private{name}")


def opened(window, row):
    """The window of a conversation in the list, by a double click."""
    window.click_row(CONVERSATIONS, row, times=2)
    return beside(window, f".private{row[1:]}")


def beside(window, private):
    window.appears(private)
    # Where there is no window manager, windows lie on top of each other.
    window.ask(f"wm geometry {private} 380x500+1010+20")
    window.ask("update")
    window.focus(private)
    return private


def post_many(desk, first, count, text="line {}."):
    """Say that many things at once, past the outbox."""
    to = desk.conversation("#lobby").id
    for number in range(first, first + count):
        id = f"00000000-0000-4000-8000-{number:012x}"
        body = text.format(number)
        desk.chat.requests.say({"type": "post", "to": to, "body": body, "id": id})


def shell(tmp_path, code):
    code = f"from chat.models import User; {code}"
    manage(tmp_path / "site", "shell", "-c", code).check_returncode()

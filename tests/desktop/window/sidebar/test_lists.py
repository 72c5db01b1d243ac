"""The lists on both sides, by mouse and by keys."""

import pytest

from tests.desktop.window.acts import CONVERSATIONS, INVITATIONS, PEOPLE
from tests.support.servers import manage
from tests.support.windows import MAIN, TIMELINE, WRITING

pytestmark = pytest.mark.processes
SEEN = """
import base64
from chat.files.models import Avatar
from chat.models import User
png = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAT0lEQVR42u3PQQkAAAgEsItiFKMZ"
    "3Qi+hcEKLNXzWgQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
    "Lgv7QwDT6iLMhAAAAABJRU5ErkJggg=="
)
bob = User.objects.get(name="bob")
Avatar.objects.create(person=bob, sha256="ab" * 32, picture=b"RIFF", plain=png)
"""


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


def test_what_is_unread_stands_in_the_list_and_the_title_by_its_level(window, bob):
    window.enter("ada")
    window.write("/create #dev")
    window.says(f"{MAIN}.pane.heading.name", "#dev")
    bob.say("one")
    window.until("wm title .", lambda title: title.startswith("• #dev"))
    unread = f"{CONVERSATIONS} set #lobby unread"
    window.until(unread, lambda answer: answer.strip() == "•")
    bob.say("two, @ada")
    window.until(unread, lambda answer: answer.strip() == "1")
    window.until("wm title .", lambda title: title.startswith("(1) #dev"))
    window.press("ctrl+u")
    window.says(f"{MAIN}.pane.heading.name", "#lobby")
    window.until(unread, lambda answer: not answer.strip())
    window.press("ctrl+m")
    window.sees("In #lobby nothing is news to you.")
    window.press("alt+Down")
    window.says(f"{MAIN}.pane.heading.name", "#dev")
    bob.say("three, @ada")
    bob.say("four, @ada", "@ada")
    window.until("wm title .", lambda title: title.startswith("(1) #dev"))
    assert not window.ask(unread).strip()


def test_an_invitation_waits_above_the_room_and_is_answered_by_a_click(window, bob):
    window.enter("ada")
    window.says(f"{MAIN}.pane.heading.name", "#lobby")
    for room in ("#one", "#two"):
        bob.say(f"/create {room}")
        bob.until(lambda room=room: bob.conversation(room))
        bob.say("/invite ada", room)
    window.says(f"{INVITATIONS}.text", "bob invites you to #one  (and 1 more)")
    window.until("focus", lambda widget: widget == f"{MAIN}.{WRITING}")
    window.ask(f"{INVITATIONS}.decline invoke")
    window.says(f"{INVITATIONS}.text", "bob invites you to #two")
    window.ask(f"{INVITATIONS}.accept invoke")
    window.until(f"{CONVERSATIONS} exists #two", lambda answer: answer == "1")
    window.until(f"winfo ismapped {INVITATIONS}", lambda answer: answer == "0")
    assert window.ask(f"{CONVERSATIONS} exists #one") == "0"


def test_pictures_stand_beside_names(window, bob, tmp_path):
    bob.say("hello")
    manage(tmp_path / "site", "shell", "-c", SEEN).check_returncode()
    window.enter("ada")
    window.sees("hello")
    for image in (
        f"[lindex [{PEOPLE} item bob -image] 0]",
        f"[lindex [{MAIN}.{TIMELINE} image names] 0]",
    ):
        window.until(f"image height {image}", lambda height: int(height) > 1)


def test_what_has_no_room_ends_with_an_ellipsis_until_it_has(window):
    name, heading = f"#{'wide-' * 5}room", f"{MAIN}.pane.heading.name"
    window.enter("ada")
    window.write(f"/create {name}")
    window.says(heading, name)
    row = window.until(f"{CONVERSATIONS} item {name} -text", lambda text: "…" in text)
    assert row.startswith("#wide-")
    room = window.ask(f"{CONVERSATIONS} column #0 -width")
    assert int(window.ask(f"font measure ChatBold {row}")) < int(room)
    window.ask("wm geometry . 560x400")
    window.says(heading, "…")
    window.ask("wm geometry . 1400x400")
    window.until(f"{heading} cget -text", lambda text: text == name)

"""The desktop client's windows at a real site: real Tk, real keys, real clicks."""

import json
import os
import time

import pytest
import trustme

from tests.support.desktop import Desk
from tests.support.forwarding import Forwarding
from tests.support.servers import Site, manage
from tests.support.windows import (
    MAIN,
    NAME,
    SERVER,
    STATE,
    TIMELINE,
    WRITING,
    Display,
    Window,
    fetch_client,
)

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180)]
PEOPLE = f"{MAIN}.people.tree"
CONVERSATIONS = f"{MAIN}.conversations.tree"
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


@pytest.fixture(scope="module")
def display():
    display = Display()
    yield display
    display.close()


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path / "site", CHAT_BURST="100000", CHAT_RATE="100000") as site:
        yield site


@pytest.fixture
def file(site, tmp_path):
    return fetch_client(site, tmp_path)


@pytest.fixture
def window(display, file, tmp_path):
    with Window(display, file, tmp_path / "ada") as window:
        yield window


@pytest.fixture
def bob(site, tmp_path):
    bob = Desk.enter(tmp_path / "bob", site.json, "bob")
    yield bob
    bob.client.close()


def private_with(window, name):
    window.click_row(PEOPLE, name, times=2)
    private = f".private{name}"
    window.appears(private)
    # Where there is no window manager, windows lie on top of each other.
    window.ask(f"wm geometry {private} 380x500+1010+20")
    window.ask("update")
    window.focus(private)
    return private


def test_type_a_name_and_talk(window, bob):
    window.enter("ada")
    window.write("hello from a window")
    bob.sees("hello from a window")
    window.sees("hello from a window")
    bob.say("hello **ada**")
    window.sees("hello ada")
    bold = window.ask(f"{MAIN}.{TIMELINE} tag ranges bold").split()
    assert window.ask(f"{MAIN}.{TIMELINE} get {' '.join(bold)}") == "ada"


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


def test_a_message_from_somebody_new_opens_a_window_and_leaves_the_keyboard(
    window, bob
):
    window.enter("ada")
    window.click(f"{MAIN}.{WRITING}")
    bob.say("are you there?", "@ada")
    window.appears(".privatebob")
    window.sees("are you there?", ".privatebob")
    window.until("wm title .privatebob", lambda title: "(1)" in title)
    window.type("still here")
    assert window.ask(f"{MAIN}.{WRITING} get 1.0 end-1c") == "still here"
    window.focus(".privatebob")
    window.until("wm title .privatebob", lambda title: title == "bob")


def test_two_guests_of_one_name_have_a_window_each(window, site, tmp_path):
    window.enter("ada")
    with Desk(tmp_path / "bob", site.json, "bob") as bob:
        bob.until(lambda: bob.is_in)
        bob.say("from the first", "@ada")
        window.sees("from the first", ".privatebob")
    window.until(f"{PEOPLE} children {{}}", lambda rows: rows == "ada")
    shell(tmp_path, "User.objects.get(name='bob').release()")
    with Desk(tmp_path / "another", site.json, "bob") as another:
        another.until(lambda: another.is_in)
        another.say("from the second", "@ada")
        windows = window.until(
            "lsort [lsearch -all -inline [winfo children .] .privatebob*]",
            lambda found: len(found.split()) == 2,
        )
        window.sees("from the second", windows.split()[1])
    assert "second" not in window.messages(".privatebob")


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
    window.press("Up")
    window.press("Menu")
    window.press("d")
    window.until("winfo exists .main.halves.pane.__tk__messagebox", lambda a: a == "1")
    window.press("Return")
    window.sees("This message was deleted.")
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


def test_commands_are_those_of_the_plain_door(window, bob):
    window.enter("ada")
    window.write("/create #dev where we build")
    window.says(f"{MAIN}.pane.heading.name", "#dev")
    window.write("/invite bob")
    bob.until(lambda: bob.conversation("#dev"))
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
        window.appears(".login")
        window.focus(".")
        window.press("Return")
        window.appears(".main")
        window.sees("typed in the dark")
        bob.sees("typed in the dark")
        assert bob.bodies().count("typed in the dark") == 1
        assert window.messages().count("typed in the dark") == 1


def test_without_a_line_the_last_messages_are_shown(window, bob, site):
    window.enter("ada")
    bob.say("to be remembered")
    window.sees("to be remembered")
    window.press("ctrl+q")
    assert window.ended() == 0
    site.kill()
    with window.start():
        window.appears(".login")
        window.focus(".")
        window.press("Return")
        window.appears(".main")
        window.sees("to be remembered")
        window.says(".main.banner.text", "Nobody listens at")


def test_a_wrong_password_says_so_and_keeps_what_was_typed(window, site):
    window.appears(".login")
    window.click(NAME)
    window.type("ada")
    window.click(".login.card.kind.account")
    window.type("wrong")
    window.press("Return")
    window.says(STATE, "The name or the password is wrong.")
    assert window.ask(f"{NAME} get") == "ada"


def test_an_address_that_is_none_ends_the_try_before(window):
    window.appears(".login")
    window.click(NAME)
    window.type("ada")
    window.click(SERVER)
    window.ask(f"{SERVER} delete 0 end")
    window.type("127.0.0.1:1")
    window.press("Return")
    window.says(STATE, "Next try in")
    window.type("000000")
    window.press("Return")
    window.says(STATE, "Write the server as a name or a number")
    window.says(".login.card.button", "Come in")


def test_everything_but_the_password_is_remembered(window, site, tmp_path):
    window.appears(".login")
    window.click(NAME)
    window.type("ada")
    window.click(".login.card.kind.account")
    window.type("secret words")
    window.press("Return")
    window.says(STATE, "wrong")
    window.ask("wm geometry . 900x600+0+0")
    window.press("ctrl+plus", "ctrl+q")
    window.ended()
    kept = json.loads((tmp_path / "ada" / "settings.json").read_text())
    host, port = site.json
    assert (kept["host"], kept["port"], kept["name"]) == (host, port, "ada")
    assert (kept["guest"], kept["font_size"]) == (False, 12)
    assert kept["geometry"]["main"].startswith("900x600")
    everything = (tmp_path / "ada").rglob("*")
    assert not any(b"secret words" in p.read_bytes() for p in everything if p.is_file())
    with window.start():
        assert window.ask(f"{NAME} get") == "ada"
        assert window.ask(f"{SERVER} get") == f"{host}:{port}"
        assert window.ask("winfo width .") == "900"


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


@pytest.mark.long
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


def test_a_certificate_of_nobody_is_trusted_with_a_click(display, file, site, tmp_path):
    certificate = trustme.CA().issue_cert("127.0.0.1")
    with Forwarding(site.json, certificate) as forwarding:
        host, port = forwarding.address[:2]
        address = ("--host", host, "--port", str(port), "--tls")
        with Window(display, file, tmp_path / "ada", *address) as window:
            window.appears(".login")
            window.click(NAME)
            window.type("ada")
            window.press("Return")
            window.says(STATE, "No authority vouches for the certificate")
            assert not forwarding.received
            window.appears(".login.card.trust.button")
            window.click(".login.card.trust.button")
            window.appears(".main")


def test_somebody_who_is_thrown_out_logs_in_again_and_loses_nothing(
    window, site, tmp_path
):
    sign_up = "User.objects.sign_up('ada', 'correct horse')"
    shell(tmp_path, sign_up)
    window.enter("ada", "correct horse")
    window.click(f"{MAIN}.{WRITING}")
    window.type("half a sen")
    shell(tmp_path, "User.objects.get(name='ada').ban()")
    window.says(".main.banner.text", "closed by an administrator")
    shell(tmp_path, "User.objects.filter(name='ada').update(is_active=True)")
    window.click(".main.banner.button")
    window.appears(".login")
    window.focus(".")
    window.click(".login.card.button")
    window.appears(".main")
    assert window.ask(f"{MAIN}.{WRITING} get 1.0 end-1c") == "half a sen"


def test_dark_and_light_are_a_choice(display, file, tmp_path):
    with Window(display, file, tmp_path / "ada", "--theme", "dark") as window:
        window.enter("ada")
        assert window.ask(f"{MAIN}.{TIMELINE} cget -background") == "#1d1e21"


def post_many(desk, first, count):
    """Say that many things at once, past the outbox."""
    to = desk.conversation("#lobby").id
    for number in range(first, first + count):
        id = f"00000000-0000-4000-8000-{number:012x}"
        body = f"line {number}."
        desk.chat.requests.say({"type": "post", "to": to, "body": body, "id": id})


def shell(tmp_path, code):
    code = f"from chat.models import User; {code}"
    manage(tmp_path / "site", "shell", "-c", code).check_returncode()

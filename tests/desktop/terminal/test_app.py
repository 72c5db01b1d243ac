"""The desktop client in a terminal: a real one, with keys pressed in it."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

import pytest

from tests.desktop.site import PASSWORD, sign_up
from tests.support.desktop import Desk
from tests.support.servers import PROJECT, Site

pytestmark = pytest.mark.processes
SECONDS = 60
REDRAW_SECONDS = 2
CONTROL_F, CONTROL_K, ESCAPE = "\x06", "\x0b", "\x1b"
ENTER, TAB, PAGE_UP, UP, CONTROL_C, CONTROL_J = (
    "\r",
    "\t",
    "\x1b[5~",
    "\x1bOA",
    "\x03",
    "\n",
)
SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[()=>].?)")


class Terminal:
    """The client on a pseudo-terminal; ``shown``: everything that it ever drew."""

    def __init__(self, folder, *options):
        self.master, inner = pty.openpty()
        self.rows, self.drawn = 30, time.monotonic()
        self._resize()
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "chat.desktop",
                "--text",
                "--data",
                folder,
                *options,
            ],
            cwd=PROJECT,
            env={"PATH": os.environ["PATH"], "TERM": "xterm-256color"}
            | {"HOME": str(folder), "LANG": "C.UTF-8"},
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
        )
        os.close(inner)
        self.shown = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(SECONDS)
        os.close(self.master)

    def press(self, keys):
        self.shown = b""
        os.write(self.master, keys.encode())

    def _have_all_drawn(self):
        """Of "2 here", where "1 here" stood, nothing but the 2 is drawn unasked."""
        self.rows, self.drawn = 61 - self.rows, time.monotonic()
        self._resize()
        self.process.send_signal(signal.SIGWINCH)  # the terminal is not its own

    def _resize(self):
        size = struct.pack("HHHH", self.rows, 100, 0, 0)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, size)

    @property
    def text(self):
        return SEQUENCE.sub("", self.shown.decode(errors="replace"))

    def shows(self, *texts):
        """Read until all of it was drawn, since the last key."""
        deadline = time.monotonic() + SECONDS
        while not all(text in self.text for text in texts):
            assert time.monotonic() < deadline, (texts, self.text[-2000:])
            if time.monotonic() > self.drawn + REDRAW_SECONDS:
                self._have_all_drawn()
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self.master, 65536)
                except OSError:  # it has ended
                    assert all(text in self.text for text in texts), self.text
                    return

    def ended(self):
        return self.process.wait(SECONDS)


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path / "site") as site:
        yield site


@pytest.fixture
def terminal(site, tmp_path):
    host, port = site.json
    with Terminal(tmp_path / "ada", "--host", host, "--port", str(port)) as terminal:
        yield terminal


def test_a_name_is_asked_for_and_talk_goes_both_ways(terminal, bob):
    terminal.shows("Your name:")
    terminal.press(f"ada{ENTER}")
    terminal.shows("#lobby", " here")
    terminal.press(f"grüße{ENTER}")
    bob.sees("grüße")
    bob.say("hello **ada**")
    terminal.shows("bob", "hello ada")


def test_who_comes_and_goes_is_counted_and_how_they_are_here_is_told(
    terminal, bob, site, tmp_path
):
    terminal.shows("Your name:")
    terminal.press(f"ada{ENTER}")
    terminal.shows("2 here")
    with Desk(tmp_path / "cyd", site.json, "cyd"):
        terminal.shows("3 here")
        terminal.press(f"hello{ENTER}")
    terminal.shows("2 here")
    for name, door in (("ada", "terminal"), ("bob", "desktop window")):
        terminal.press(f"/whois {name}{ENTER}")
        terminal.shows(f"{name} is here ({door}).")


def test_private_talk_history_and_commands(terminal, bob):
    for number in range(60):
        bob.say(f"line {number}.")
    terminal.shows("Your name:")
    terminal.press(f"ada{ENTER}")
    terminal.shows("line 59.")
    terminal.press(PAGE_UP * 4)
    terminal.shows("Today", "line 0.")
    bob.say("psst", "@ada")
    terminal.shows("@bob(1)")
    terminal.press(TAB)
    terminal.shows("psst")
    terminal.press(f"one{CONTROL_J}two{ENTER}")
    bob.sees("one\ntwo", "@ada")
    terminal.shows("ada", "two")
    terminal.press(UP)
    terminal.shows("You are changing a message")
    terminal.press(f", changed{ENTER}")
    bob.sees("one\ntwo, changed", "@ada")
    terminal.press(f"{CONTROL_K}lob")
    terminal.shows("Go to:", "#lobby")
    terminal.press(ENTER)
    terminal.shows("line 59.")
    terminal.press(f"/search psst{ENTER}")
    terminal.shows("Find:", "bob: psst", "1 message.")
    terminal.press(ENTER)
    terminal.shows("@bob", "one")
    terminal.press(f"{CONTROL_F}{ESCAPE}")
    terminal.press(f"/help{ENTER}")
    terminal.shows("/quit", "say goodbye")
    terminal.press(f"/quit{ENTER}")
    assert terminal.ended() == 0


def test_an_invitation_is_a_number_until_it_is_looked_at(terminal, bob):
    terminal.shows("Your name:")
    terminal.press(f"ada{ENTER}")
    terminal.shows("#lobby", " here")
    bob.say("/create den")
    bob.until(lambda: bob.conversation("#den"))
    bob.say("/invite ada", "#den")
    terminal.shows("/invitations (1)")
    terminal.press(f"/invitations{ENTER}")
    terminal.shows("bob invites you to #den: /accept #den or /decline #den")
    terminal.press(f"/accept #den{ENTER}")
    bob.until(lambda: "ada joined." in bob.screen.notes)


def test_a_server_that_goes_is_told_and_what_was_typed_is_sent_later(
    terminal, bob, site
):
    terminal.shows("Your name:")
    terminal.press(f"ada{ENTER}")
    terminal.shows("#lobby", " here")
    site.kill()
    terminal.shows("is lost")
    terminal.press(f"in the dark{ENTER}")
    terminal.shows("waiting to be sent")
    site.restart()
    bob.sees("in the dark")
    terminal.press(CONTROL_C)
    assert terminal.ended() == 0


def test_who_closes_the_terminal_leaves(terminal, bob):
    terminal.shows("Your name:")
    terminal.press(f"ada{ENTER}")
    terminal.shows("#lobby", " here")
    os.close(terminal.master)
    terminal.master = os.open(os.devnull, os.O_RDONLY)
    terminal.process.wait(SECONDS)
    bob.until(lambda: "ada" not in bob.chat.people.roster.names)


def test_a_taken_name_asks_for_another(terminal, bob):
    terminal.shows("Your name:")
    terminal.press(f"bob{ENTER}")
    terminal.shows("That name is taken.", "Your name:")
    terminal.press(f"ada{ENTER}")
    terminal.shows("Password (none: as a guest):")
    terminal.press(ENTER)
    terminal.shows("#lobby", " here")


def test_without_guests_the_name_stays_and_its_password_is_asked_for(tmp_path):
    with Site(tmp_path / "site", CHAT_ALLOW_GUESTS="0") as site:
        sign_up(tmp_path, "ada", PASSWORD)
        host, port = site.json
        with Terminal(tmp_path / "ada", "--host", host, "--port", str(port)) as ada:
            ada.shows("Your name:")
            ada.press(f"ada{ENTER}")
            ada.shows("takes no guests", "Your name (Enter: ada):")
            ada.press(ENTER)
            ada.shows("Password")
            ada.press(f"{PASSWORD}{ENTER}")
            ada.shows("#lobby", " here")


def test_a_file_is_shared_and_found_again(terminal, bob, tmp_path):
    (tmp_path / "plan.pdf").write_text("x" * 1200)
    terminal.shows("Your name:")
    terminal.press(f"ada{ENTER}")
    terminal.shows("#lobby", " here")
    terminal.press(f"/upload {tmp_path / 'plan.pdf'}{ENTER}")
    bob.sees("📎 `plan.pdf` (1.2 kB)")
    terminal.shows("📎 plan.pdf (1.2 kB)")
    terminal.press(f"/files 1{ENTER}")
    terminal.shows("plan.pdf (1.2 kB): http://127.0.0.1:")
    terminal.press(f"/upload nowhere{ENTER}")
    terminal.shows("There is no file", "nowhere")

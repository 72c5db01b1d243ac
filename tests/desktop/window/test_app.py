"""Somebody comes in, talks, leaves and comes again."""

import json
import re

import pytest

from chat import VERSION
from tests.desktop.window.acts import shell
from tests.support.windows import MAIN, NAME, SERVER, STATE, TIMELINE, WRITING, Window

pytestmark = pytest.mark.processes


def test_type_a_name_and_talk(window, bob):
    window.enter("ada")
    window.write("hello from a window")
    bob.sees("hello from a window")
    window.sees("hello from a window")
    bob.say("hello **ada**")
    window.sees("hello ada")
    bold = window.ask(f"{MAIN}.{TIMELINE} tag ranges bold").split()
    assert window.ask(f"{MAIN}.{TIMELINE} get {' '.join(bold)}") == "ada"


def test_an_old_client_says_that_there_is_a_newer_one(display, file, tmp_path):
    made = f'\nVERSION = "{VERSION}"'.encode()
    assert made in file.read_bytes()
    old = re.sub(rb"\d", b"0", made)  # it is stored as it is, and so has to be as long
    file.write_bytes(file.read_bytes().replace(made, old))
    with Window(display, file, tmp_path / "ada") as window:
        window.enter("ada")
        window.says(".main.status", f"Version {VERSION} of this program is out")


def test_without_a_connection_the_last_messages_are_shown(window, bob, site):
    window.enter("ada")
    bob.say("to be remembered")
    window.sees("to be remembered")
    window.press("ctrl+q")
    assert window.ended() == 0
    site.kill()
    with window.start():
        window.enter()
        window.sees("to be remembered")
        window.says(".main.banner.text", "Nobody listens at")


def test_everything_but_the_password_is_remembered(window, site, tmp_path):
    window.appears(".login")
    window.click(NAME)
    window.type("ada")
    window.click(".login.card.kind.account")
    window.type("secret words")
    window.press("Return")
    window.says(STATE, "wrong")
    window.ask("wm geometry . 900x600+0+0")
    window.until("winfo width .", lambda width: width == "900")
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
        window.until(f"{NAME} get", lambda name: name == "ada")
        assert window.ask(f"{SERVER} get") == f"{host}:{port}"
        window.until("winfo width .", lambda width: width == "900")


def test_somebody_who_is_thrown_out_logs_in_again_and_loses_nothing(
    window, site, tmp_path
):
    sign_up = "User.objects.sign_up('ada', 'correct horse')"
    shell(tmp_path, sign_up)
    window.enter("ada", "correct horse")
    window.click(f"{MAIN}.{WRITING}")
    window.type("half a sen")
    written = f"{MAIN}.{WRITING} get 1.0 end-1c"
    window.until(written, lambda text: text == "half a sen")
    shell(tmp_path, "User.objects.get(name='ada').ban()")
    window.says(".main.banner.text", "closed by an administrator")
    shell(tmp_path, "User.objects.filter(name='ada').update(is_active=True)")
    window.click(".main.banner.button")
    window.appears(".login")
    window.focus(".")
    window.click(".login.card.button")
    window.appears(".main")
    window.until(written, lambda text: text == "half a sen")


def test_dark_and_light_are_a_choice(display, file, tmp_path):
    with Window(display, file, tmp_path / "ada", "--theme", "dark") as window:
        window.enter("ada")
        assert window.ask(f"{MAIN}.{TIMELINE} cget -background") == "#1d1e21"

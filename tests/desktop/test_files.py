"""Files of a desktop client at a real site."""

import urllib.request

import pytest

from chat.desktop.core.slash.line import say

pytestmark = pytest.mark.processes


def test_a_file_that_ada_shares_is_bobs_to_fetch(ada, bob, tmp_path):
    content = bytes(range(256)) * 10_000
    (tmp_path / "plan.bin").write_bytes(content)
    ada.say("this is the plan:")
    person = ada.person()
    assert say(f"/upload {tmp_path / 'plan.bin'}", person)
    ada.say("and that was it")
    bob.sees("and that was it")
    assert bob.bodies() == [
        "this is the plan:",
        "📎 `plan.bin` (2.6 MB)",
        "and that was it",
    ]
    message = list(bob.conversation("#lobby").messages)[1]
    assert say(f"/files {message.seq}", bob.person())
    bob.until(lambda: bob.screen.notes)
    name, _, url = bob.screen.notes[0].partition(": ")
    assert name == "plan.bin (2.6 MB)"
    with urllib.request.urlopen(url) as answer:
        assert answer.read() == content


def test_what_the_site_does_not_take_is_said(ada, tmp_path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(2**40)
    say(f"/upload {tmp_path / 'large'}", ada.person())
    ada.until(lambda: ada.screen.warnings)
    assert "A file has at most" in ada.screen.warnings[0]
    assert ada.chat.postman.outbox.posts[0].is_refused

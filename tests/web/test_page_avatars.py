"""People on the page are seen by a picture of theirs, or by a letter."""

import re

import pytest
from playwright.sync_api import expect

from tests.files.pictures import telling
from tests.support.visitor import TABLET

pytestmark = pytest.mark.browser

ME = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": telling("JPEG")}
PICTURE = re.compile(r"/site/avatars/[0-9a-f]{64}\.webp")
SHOWN = "(it) => getComputedStyle(it).backgroundImage"


def ask_for_picture(person):
    person.find(f"#people [data-name={person.name}]").click()
    person.find("#profile-card [data-act=avatar]").click()


def test_a_picture_is_seen_beside_the_name_until_the_letter_is_wanted(enter):
    ada, bob = enter(**TABLET), enter(**TABLET)
    bob.join(ada.make_room())
    ada.say("hello")
    seen = bob.message("hello").locator(".avatar")
    assert seen.evaluate(SHOWN) == "none"
    ask_for_picture(ada)
    dialog = ada.find("#avatar-dialog")
    dialog.locator("input[type=file]").set_input_files(ME)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    own = ada.message("hello").locator(".avatar")
    expect(own).to_have_css("background-image", PICTURE)
    expect(seen).to_have_css("background-image", PICTURE)
    bob.reload()
    expect(seen).to_have_css("background-image", PICTURE)
    ask_for_picture(ada)
    dialog.get_by_role("button", name="Show the letter again").click()
    for letter in (own, seen):
        expect(letter).to_have_css("background-image", "none")
        expect(letter).not_to_have_css("color", "rgba(0, 0, 0, 0)")
    assert ada.complaints == bob.complaints == []

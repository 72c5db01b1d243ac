"""Who is named, on the page."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CONCERNS = re.compile(r"\bconcerns\b")


def test_who_is_named_sees_it_marked_and_finds_it_again(enter):
    ada, bob = enter("ada"), enter("bob")
    ada.say(f"@{bob.name}'s turn, not @nobody's")
    for _ in range(2):  # live, and as the server paints it
        expect(bob.message("turn")).to_have_class(CONCERNS)
        expect(bob.message("turn").locator("a.mention.is-you")).to_have_text(
            f"@{bob.name}"
        )
        bob.reload()
    expect(ada.message("turn").locator("a.mention")).to_have_count(1)
    expect(ada.message("turn")).not_to_have_class(CONCERNS)
    bob.find("#mentions-button").click()
    found = bob.find("#mentions-dialog .found-row a", "turn")
    expect(found).to_be_focused()
    expect(found.locator(".found-author")).to_have_text(ada.name)
    bob.page.keyboard.press("Enter")
    expect(bob.find("#mentions-dialog")).to_be_hidden()
    expect(bob.message("turn")).to_be_in_viewport()
    seq = bob.message("turn").get_attribute("data-seq")
    assert bob.page.evaluate("location.pathname") == f"/rooms/lobby/{seq}/"
    assert ada.complaints == bob.complaints == []

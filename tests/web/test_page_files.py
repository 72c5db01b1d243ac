"""Files on the page: chosen, sent, shared, and there for who reads them."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PLAN = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF plan"}
# More than one piece.
LARGE = {
    "name": "large.bin",
    "mimeType": "application/octet-stream",
    "buffer": b"x" * (2 * 2**20 + 5),
}


def test_files_are_chosen_and_shared_with_words(enter):
    ada, bob = enter(), enter()
    bob.join(ada.make_room())
    ada.say("/upload plan.pdf")
    dialog = ada.find("#sharing-dialog")
    expect(dialog.locator("[name=files]")).to_be_focused()
    dialog.locator("[name=files]").set_input_files([PLAN, LARGE])
    sizes = ["9 B", "2.1 MB"]
    expect(dialog.locator(".sharing-size")).to_have_text(sizes)
    dialog.locator("[name=body]").fill("Both **here**")
    dialog.locator("[type=submit]").click()
    expect(dialog).to_be_hidden()
    expect(bob.message("plan.pdf")).to_contain_text("Both here")
    expect(bob.message("large.bin")).to_contain_text("2.1 MB")
    assert ada.complaints == bob.complaints == []


def test_a_message_tells_where_its_files_are(enter):
    ada = enter()
    ada.make_room()
    ada.say("/upload")
    dialog = ada.find("#sharing-dialog")
    dialog.locator("[name=files]").set_input_files([PLAN])
    dialog.locator("[type=submit]").click()
    expect(dialog).to_be_hidden()
    number = ada.message("plan.pdf").get_attribute("data-seq")
    ada.say(f"/files {number}")
    link = ada.find("#files-dialog a")
    expect(link).to_have_text("plan.pdf")
    answer = ada.page.request.get(ada.url.rstrip("/") + link.get_attribute("href"))
    assert answer.body() == PLAN["buffer"]
    assert ada.complaints == []


def test_a_file_that_is_refused_says_why_and_the_rest_stays(enter):
    ada = enter()
    ada.make_room()
    ada.say("/upload")
    dialog = ada.find("#sharing-dialog")
    nothing = {**PLAN, "name": "nothing.txt", "buffer": b""}
    dialog.locator("[name=files]").set_input_files([PLAN, nothing])
    dialog.locator("[name=body]").fill("these")
    dialog.locator("[type=submit]").click()
    expect(dialog.locator(".sharing-error")).to_have_text(
        ["", "There is nothing in that file."]
    )
    expect(dialog.locator("[role=alert]")).to_have_text(
        "nothing.txt could not be sent."
    )
    expect(dialog.locator("[name=body]")).to_have_value("these")
    dialog.locator(".sharing-drop").last.click()
    dialog.locator("[type=submit]").click()
    expect(ada.message("plan.pdf")).to_contain_text("these")
    assert ada.complaints == []

"""Invite links, on the page: from whoever makes one to a stranger's first words."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.visitor import PHONE

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
DIALOG = "#invite-links-dialog"


def sign_up(guest):
    """Make an account of theirs, by the same name."""
    guest.page.goto(f"{guest.url}signup/")
    for name in ("password", "password_again"):
        guest.page.fill(f"[name={name}]", PASSWORD)
    guest.page.click("main button[type=submit]")
    guest.is_connected()


def test_a_stranger_comes_by_a_link_and_speaks(enter, browser):
    ada = enter()
    sign_up(ada)
    room = ada.make_room()
    ada.page.click(".room-more")
    ada.page.click("#room-menu [data-dialog=links]")
    ada.find(f"{DIALOG} .setting-value", "1").first.click()
    ada.page.click(f"{DIALOG} .invite-link-make")
    row = ada.find(f"{DIALOG} .invite-link")
    expect(row).to_have_count(1)
    link = row.locator(".invite-link-url").text_content()
    assert re.fullmatch(rf"{ada.url}join/[\w-]{{22}}/", link)
    row.locator("[data-act=code]").click()
    code = row.locator(".invite-link-code")
    expect(code).to_have_js_property("complete", True)
    assert code.evaluate("image => image.naturalWidth") > 0
    eve = browser.new_context(service_workers="block", **PHONE).new_page()
    eve.goto(link)
    expect(eve.locator("h1")).to_have_text(f"#{room}")
    eve.fill("#guest-name", "stranger")
    eve.click("main form button")
    expect(eve.locator("#conversation-name")).to_have_text(f"#{room}")
    eve.fill("#composer-text", "Hello from a phone")
    eve.press("#composer-text", "Enter")
    expect(ada.message("Hello from a phone")).to_be_visible()
    ada.page.click(f"{DIALOG} [data-close]")
    ada.say("/invite-links")
    expect(ada.find(".toast, .notice, #notices").first).to_contain_text("stranger")
    eve.context.close()
    assert ada.complaints == []

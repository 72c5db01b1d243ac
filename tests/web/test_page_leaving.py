"""Somebody leaves for good by the page, while another one looks."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_who_leaves_is_nobody_to_who_stays(enter):
    stays, goes = enter(), enter()
    goes.join(stays.make_room())
    goes.say("I was here")
    author = stays.message("I was here").locator(".author")
    expect(author).to_have_text(goes.name)
    goes.say("/delete-account")
    goes.page.wait_for_url("**/account/#leaving")
    goes.page.fill("#leaving [name=name]", goes.name)
    goes.page.click("#leaving button")
    goes.page.wait_for_url("**/login/")
    expect(goes.find(".door-notice")).to_have_text("Your account is deleted. Farewell!")
    expect(author).to_have_text("somebody who left")
    stays.reload()
    expect(author).to_have_text("somebody who left")

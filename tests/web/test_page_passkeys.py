"""Passkeys in a real browser, with a device that it has by itself."""

import pytest
from playwright.sync_api import expect

from tests.support.visitor import MILLISECONDS, numbers

pytestmark = pytest.mark.browser
PASSWORD = "correct horse"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(site, browser):
    """At the site by a name: browsers have no passkeys for an address."""
    url = site.url.replace("127.0.0.1", "localhost")
    with browser.new_context(base_url=url, service_workers="block") as context:
        context.set_default_timeout(MILLISECONDS)
        yield context.new_page()


@pytest.fixture
def at_the_device(page):
    """Have somebody sit at the device, or nobody."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    its = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    def sits(enabled):
        which = {**its, "enabled": enabled}
        session.send("WebAuthn.setAutomaticPresenceSimulation", which)

    return sits


def is_in(page):
    expect(page.locator("#state")).to_have_attribute("data-state", "connected")


def log_out(page):
    page.click("[popovertarget=you-menu]")
    page.click("#logout-form button")
    page.wait_for_url("**/login/")


def test_one_is_made_and_opens_the_account_alone_and_as_a_second_step(
    page, at_the_device
):
    complaints, name = [], f"pia{next(numbers)}"
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/signup/")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=password_again]", PASSWORD)
    page.click("main form[action='/signup/'] button")
    is_in(page)

    page.goto("/account/")
    page.fill("#passkey-name", "my phone")
    page.click("#passkeys >> text=Add a passkey")
    page.click("text=Make the passkey")
    expect(page.locator(".codes li")).to_have_count(10)
    page.click("text=I have kept them")
    expect(page.locator(".passkeys input[name=name]")).to_have_value("my phone")

    at_the_device(False)
    page.goto("/")
    log_out(page)
    page.fill("[name=name][autocomplete~=webauthn]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("form[action='/login/'] button")
    expect(page.locator("h1")).to_have_text("One more step")
    at_the_device(True)
    page.click("text=Use a passkey")
    is_in(page)

    # Beside the field for the name the browser offers it, and somebody takes it.
    log_out(page)
    is_in(page)
    assert complaints == []

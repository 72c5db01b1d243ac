"""The page where there is no line: its worker shows what is kept."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# The worker has all that this version of the page is made of.
READY = "navigator.serviceWorker.ready.then(({ active }) => active.scriptURL)"
NOT_INSTALLABLE = "Page.getInstallabilityErrors"


@pytest.fixture
def ada(enter):
    ada = enter(service_workers="allow")
    assert "/sw.js?language=en" in ada.page.evaluate(READY)
    return ada


def test_the_page_can_be_put_among_the_apps_of_a_phone(ada):
    session = ada.page.context.new_cdp_session(ada.page)
    found = session.send("Page.getAppManifest")
    assert found["url"].startswith(f"{ada.url}site/en.webmanifest?")
    assert found["errors"] == []
    assert session.send(NOT_INSTALLABLE)["installabilityErrors"] == []


def test_without_a_line_the_site_says_so_itself(ada):
    ada.page.context.set_offline(True)
    ada.page.goto(f"{ada.url}login/")
    expect(ada.find("h1")).to_have_text("The site cannot be reached")
    assert ada.page.evaluate("document.styleSheets[0].cssRules.length") > 10
    ada.page.context.set_offline(False)
    ada.page.click("text=Back to the chat")
    ada.is_connected()

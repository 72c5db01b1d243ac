"""A site, a Chromium, and the guests who look at the page in it."""

import pytest
from playwright.sync_api import sync_playwright

from tests.support import chromium
from tests.support.servers import Site
from tests.support.visitor import Visitor, numbers

# On a slow machine texts are dear.
FREELY = {"CHAT_BURST": "10000", "CHAT_RENDER_SHARE": "1"}
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
# A microphone that beeps, and that nobody has to be let use.
FAKES = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
ARGUMENTS += FAKES


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """One for all: each test has guests and rooms of its own."""
    with Site(tmp_path_factory.mktemp("site"), **FREELY) as site:
        yield site


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.need(), args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def enter(site, browser):
    """Bring in guests, each with a browser context of their own."""
    contexts = []

    def enter(kind="guest", service_workers="block", **options):
        # Without a worker the page is what it is with one; test_offline.py has one.
        context = browser.new_context(service_workers=service_workers, **options)
        contexts.append(context)
        return Visitor(context, site.url, f"{kind}{next(numbers)}")

    yield enter
    for context in contexts:
        context.close()

"""The page's modules in a real Chromium: each test of ``js/`` under its own name."""

import mimetypes
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from tests.support import chromium

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).parents[2]
# A secure context, so that the browser's locks are there; nothing listens on it.
ORIGIN = "http://localhost:1"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
CASES = [
    (file.name, name)
    for file in sorted(Path(__file__).parent.glob("js/*.test.js"))
    for name in re.findall(r'^test\("(.+?)",', file.read_text(), re.MULTILINE)
]
RUN = """async ([file, name]) => {
    localStorage.clear();
    const { tests } = await import("/tests/web/js/harness.js");
    await import(`/tests/web/js/${file}`);
    try {
        await tests.get(name)();
    } catch (error) {
        return error.stack;
    }
}"""


@pytest.fixture(scope="module")
def page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.need(), args=ARGUMENTS
        )
        page = browser.new_page()
        page.route(f"{ORIGIN}/**", serve)
        page.goto(f"{ORIGIN}/")
        yield page
        browser.close()


def serve(route: Route) -> None:
    """The project's files, as the site and the tests' own folder have them."""
    path = PROJECT / route.request.url.removeprefix(f"{ORIGIN}/")
    if path.is_file():
        kind = mimetypes.guess_type(path.name)[0]
        route.fulfill(body=path.read_bytes(), content_type=kind)
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


@pytest.mark.parametrize(("file", "name"), CASES)
def test_module(page: Page, file: str, name: str) -> None:
    assert page.evaluate(RUN, [file, name]) is None


def test_every_name_is_used_once():
    assert len(set(CASES)) == len(CASES) > 100

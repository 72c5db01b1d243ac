"""An open page, and a site that has a newer one by now."""

import shutil

import pytest
from playwright.async_api import async_playwright, expect

from tests.support import migrated
from tests.support.browser import Page, chromium
from tests.support.servers import PROJECT, Site

pytestmark = [pytest.mark.browser]

PARTS = ("chat", "chatsite", "static", "templates")
# The build of which the worker has all files, once it has those of one alone.
KEPT = """async (other) => {
    const isKept = (names) => names.length === 1 && !names[0].endsWith(other);
    await navigator.serviceWorker.ready;
    for (;;) {
        const names = await caches.keys();
        if (isKept(names)) return names[0];
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}"""
BUILD = "JSON.parse(document.getElementById('boot').textContent).made_of.build"
OFFER = "There is a newer version of this page."


@pytest.fixture
def tree(tmp_path):
    """A checkout of one's own."""
    for part in PARTS:
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PROJECT / part, tmp_path / "tree" / part, ignore=ignore)
    shutil.copy(PROJECT / "manage.py", tmp_path / "tree")
    return tmp_path / "tree"


async def test_an_open_page_offers_the_newer_one_and_keeps_what_is_typed(
    tree, tmp_path
):
    migrated.lay(tmp_path / "data", {})  # the files are the same
    with Site(tmp_path / "data", tree=tree) as site:
        async with async_playwright() as playwright, chromium(playwright) as browser:
            ada = await Page.enter(browser, site.url, "ada")
            page = ada._page
            older = await page.evaluate(BUILD)
            assert await page.evaluate(KEPT, "none") == f"chatsite.files.{older}"
            site.restart()
            await ada.is_in_state("connected")
            await expect(page.locator("#notices .newer")).to_have_count(0)
            await page.fill("#composer-text", "half a thought")
            site.stop()
            with (tree / "templates/chat.html").open("a") as template:
                template.write("{# another #}")
            site.restart()
            await expect(page.locator("#notices")).to_contain_text(OFFER)
            # The newer one is here before anybody takes it.
            newer = await page.evaluate(KEPT, older)
            await page.click("#notices [data-action=reload]")
            await expect(page.locator("#notices .newer")).to_have_count(0)
            await ada.is_in_state("connected")
            assert await page.input_value("#composer-text") == "half a thought"
            assert newer == f"chatsite.files.{await page.evaluate(BUILD)}"
            await expect(page.locator("#notices .newer")).to_have_count(0)

"""The page over a line from far away: how much comes, how long it takes, what moves."""

from statistics import median

import pytest
from playwright.async_api import async_playwright, expect

from tests.support.browser import chromium
from tests.support.servers import Site, manage
from tests.support.slow_line import SlowLine

pytestmark = [pytest.mark.browser, pytest.mark.bar, pytest.mark.timed]
FIRST_BYTES = 90_000
AGAIN_BYTES = 20_000
CONNECTED_MS = 600
PAUSE_MS = 500
WATCH = """
window.moved = 0;
window.connected = null;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.moved += each.value;
}).observe({ type: "layout-shift", buffered: true });
document.addEventListener("DOMContentLoaded", () => {
  const state = document.getElementById("state");
  if (!state) return;
  const look = () => {
    if (state.dataset.state === "connected") window.connected ??= performance.now();
  };
  new MutationObserver(look).observe(state, { attributes: true });
  look();
});
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("far-away")
    with Site(folder, CHAT_ALLOW_GUESTS="1") as site:
        assert manage(folder, "seedchat").returncode == 0
        yield site


async def is_connected(page):
    state = page.locator("#state")
    await expect(state).to_have_attribute("data-state", "connected")


async def connected(page, line):
    """Wait for the connection; when it was up, what has moved, what has come."""
    await is_connected(page)
    await page.wait_for_timeout(PAUSE_MS)
    took, moved = await page.evaluate("[window.connected, window.moved]")
    return took, moved, line.down.bytes


async def come_in(browser, line, width, height):
    context = await browser.new_context(viewport={"width": width, "height": height})
    await context.add_init_script(WATCH)
    page = await context.new_page()
    await page.goto(f"{line.url}login/")
    await page.fill("#guest-name", f"far{width}")
    await page.click("text=Come in")
    await is_connected(page)
    return page


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
async def test_the_page_is_light_and_quick_and_nothing_in_it_moves(site, width, height):
    async with async_playwright() as playwright, chromium(playwright) as browser:
        with SlowLine(site.web) as line:
            page = await come_in(browser, line, width, height)
            cache = await page.context.new_cdp_session(page)
            await cache.send("Network.clearBrowserCache")
            line.forget()
            await page.goto(line.url)
            _, moved, first = await connected(page, line)
            again = []
            for _ in range(5):
                line.forget()
                await page.reload()
                again.append(await connected(page, line))
    took = [ms for ms, _, _ in again]
    print(f"{first=} {moved=} {again=}", flush=True)
    assert first <= FIRST_BYTES
    assert max(size for _, _, size in again) <= AGAIN_BYTES
    assert [moved, *(each for _, each, _ in again)] == [0] * 6
    assert median(took) <= CONNECTED_MS

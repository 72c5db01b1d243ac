"""A real Chromium, and what a person does with the page in it."""

import os
import re
from contextlib import asynccontextmanager

from playwright.async_api import expect

from tests.support.chromium import need

MILLISECONDS = 60_000
# Too narrow for several conversations side by side.
VIEW = {"width": 1024, "height": 768}
expect.set_options(timeout=MILLISECONDS)
# It looks nothing up outside; as root, Chromium runs only without its sandbox.
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


@asynccontextmanager
async def chromium(playwright):
    """A browser; each person has a context, and so cookies, of their own."""
    browser = await playwright.chromium.launch(executable_path=need(), args=ARGUMENTS)
    try:
        yield browser
    finally:
        await browser.close()


class Page:
    """One person's open page."""

    def __init__(self, page):
        self._page = page

    @classmethod
    async def enter(cls, browser, url, name):
        """Come in by the guest's door."""
        context = await browser.new_context(viewport=VIEW)
        context.set_default_timeout(MILLISECONDS)
        page = await context.new_page()
        await page.goto(url)
        await page.fill("#guest-name", name)
        await page.click("text=Come in")
        self = cls(page)
        await self.is_in_state("connected")
        return self

    async def again(self, url):
        """A second tab of the same person."""
        page = await self._page.context.new_page()
        await page.goto(url)
        other = type(self)(page)
        await other.is_in_state("connected")
        return other

    async def say(self, text):
        await self._page.fill("#composer-text", text)
        await self._page.press("#composer-text", "Enter")

    async def sees(self, text):
        """The text stands in the timeline, as a message that has its place."""
        message = self._page.locator(".message:not(.waiting)", has_text=text)
        await expect(message).to_have_count(1)

    async def sees_waiting(self, text):
        message = self._page.locator(".message.waiting", has_text=text)
        await expect(message).to_have_count(1)

    async def messages(self):
        """``(from, text)`` of each message of the open conversation."""
        rows = await self._page.locator("#messages .message").all()
        return [
            (
                await row.get_attribute("data-from"),
                await row.locator(".body").inner_text(),
            )
            for row in rows
        ]

    async def text(self):
        return await self._page.inner_text("body")

    async def opens(self, name):
        await self._page.click(f'[data-conversation-name="{name}"]')
        await expect(self._page.locator("#conversation-name")).to_have_text(name)

    async def opens_direct_by_double_click(self, name):
        await self._page.dblclick(f'#people [data-name="{name}"]')
        await expect(self._page.locator("#conversation-name")).to_have_text(f"@{name}")

    async def sees_person(self, name):
        person = self._page.locator(f'#people [data-name="{name}"]')
        await expect(person).to_have_count(1)

    async def misses_person(self, name):
        person = self._page.locator(f'#people [data-name="{name}"]')
        await expect(person).to_have_count(0)

    async def is_in_state(self, *states):
        pattern = re.compile("|".join(states))
        await expect(self._page.locator("#state")).to_have_attribute(
            "data-state", pattern
        )

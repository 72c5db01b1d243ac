"""A site to look at, and a browser, in which scenes are played."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.support.crowd import cookie
from tests.support.scenes.amid import PEOPLE, ROOMS, SETTINGS, shell
from tests.support.scenes.scene import SIZES, Chapter, Scene
from tests.support.servers import Site

# On a machine that others share.
PATIENCE_MS = 30_000


@dataclass(frozen=True)
class Stage:
    site: Site
    browser: Browser

    def amid(self, chapter: Chapter) -> AbstractContextManager[None]:
        """Those of the chapter are there meanwhile."""
        return chapter.amid(self.site)

    @contextmanager
    def playing(self, scene: Scene, size: str, **how: Any) -> Iterator[Page]:
        """The page, once the scene has come about; ``how`` goes to its context.

        Its language is chosen as in the settings: what Playwright connects says none.
        """
        screen = {**SIZES[size], "reduced_motion": "reduce", **how}
        kept = {"language": how["locale"]} if "locale" in how else {}
        if scene.who:
            kept["sessionid"] = cookie(scene.who)
        with self.browser.new_context(**screen) as context:
            for name, value in kept.items():
                its = {"name": name, "value": value, "url": self.site.url}
                context.add_cookies([its])
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            scene.play(page, self.site.url)
            yield page


@contextmanager
def stage(browser: Browser) -> Iterator[Stage]:
    """The site has what ``tests/support/gallery.py`` fills it with."""
    with (
        tempfile.TemporaryDirectory() as name,
        Site(Path(name), migrates=True, **SETTINGS) as site,
    ):
        shell(site, f"gallery.fill({ROOMS}, {PEOPLE})")
        yield Stage(site, browser)

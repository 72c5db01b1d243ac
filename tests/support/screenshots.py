"""``make screenshots``: pictures of every page and state, to be looked at.

    python -m tests.support.screenshots [--only lobby] [--folder .cache/screenshots]

Each scene is taken on a phone, a tablet and a desktop: in light and dark colours, in
those that a system forces, and from right to left. ``index.html`` there shows them all.
"""

import argparse
import contextlib
import html
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.browser import ARGUMENTS
from tests.support.chromium import need
from tests.support.crowd import cookie
from tests.support.scenes import (
    COMPANY,
    CROWD,
    CROWDED,
    PEOPLE,
    ROOMS,
    SCENES,
    Scene,
    company,
)
from tests.support.servers import PROJECT, Site, manage

FOLDER = PROJECT / ".cache/screenshots"
SIZES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    # Four hundred per cent of zoom at a window of 1280 × 1024: WCAG 2.2, 1.4.10.
    "zoomed": {"viewport": {"width": 320, "height": 256}},
}
MEDIA = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
    "rtl": {"color_scheme": "light", "forced_colors": "none"},
}
PATIENCE_MS = 10_000
# Whoever has a brand of their own sees that.
BRAND = ("CHAT_SITE_NAME", "CHAT_ACCENT", "CHAT_LOGO")
SETTINGS = {
    **{name: os.environ[name] for name in BRAND if name in os.environ},
    "CHAT_ALLOW_GUESTS": "1",
    "CHAT_ROOMS_PER_PERSON": "1000",
    "CHAT_ROOMS_MADE_PER_DAY": "1000",
    "CHAT_CONNECTIONS_PER_ADDRESS": "2000",
}


@dataclass(frozen=True)
class Camera:
    """Takes pictures of one size into a folder."""

    folder: Path
    size: str

    def take(self, page: Page, scene: Scene) -> None:
        for look, media in MEDIA.items():
            page.emulate_media(**media)
            turned = "rtl" if look == "rtl" else "ltr"
            page.evaluate("to => document.documentElement.dir = to", turned)
            path = self.folder / f"{scene.name}-{self.size}-{look}.png"
            page.screenshot(path=path, full_page=scene.is_long)


def main() -> None:
    arguments = _arguments()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    wanted = [each for each in SCENES if arguments.only in each.name]
    with _site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=need(), args=ARGUMENTS)
        for scenes in _in_order(wanted, site):
            for size in arguments.sizes.split(","):
                _take(browser, site.url, Camera(arguments.folder, size), scenes)
        browser.close()
    _index(arguments.folder)
    print(f"The pictures are in {arguments.folder}.")


def _in_order(wanted: list[Scene], site: Site) -> Iterator[list[Scene]]:
    """The scenes in groups, of which the last is among hundreds of people."""
    with company(site, COMPANY):
        yield [each for each in wanted if each.name not in {*CROWDED, "banned"}]
    if crowded := [each for each in wanted if each.name in CROWDED]:
        with company(site, CROWD):
            yield crowded
    _shell(site, "gallery.ban()")
    yield [each for each in wanted if each.name == "banned"]


@contextlib.contextmanager
def _site() -> Iterator[Site]:
    with (
        tempfile.TemporaryDirectory() as name,
        Site(Path(name), migrates=True, **SETTINGS) as site,
    ):
        _shell(site, f"gallery.fill({ROOMS}, {PEOPLE})")
        yield site


def _shell(site: Site, code: str) -> None:
    whole = f"from tests.support import gallery; {code}"
    folder = Path(site.environment["CHAT_DATA_DIR"])
    done = manage(folder, "shell", "-v0", "-c", whole, **SETTINGS)
    assert done.returncode == 0, done.stderr


def _take(browser: Browser, url: str, camera: Camera, scenes: list[Scene]) -> None:
    for scene in scenes:
        with browser.new_context(
            **SIZES[camera.size], reduced_motion="reduce"
        ) as context:
            if scene.who:
                _come_in(context, url, scene.who)
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            try:
                scene.play(page, url)
                camera.take(page, scene)
            except Exception as error:
                print(f"{scene.name} on the {camera.size}: {error}")


def _come_in(context: BrowserContext, url: str, who: str) -> None:
    context.add_cookies([{"name": "sessionid", "value": cookie(who), "url": url}])


def _index(folder: Path) -> None:
    """A page that shows what is there, a scene in each row."""
    names = sorted(path.name for path in folder.glob("*.png"))
    shown = "".join(
        f'<figure><img src="{html.escape(name)}" loading="lazy">'
        f"<figcaption>{html.escape(name)}</figcaption></figure>"
        for name in names
    )
    style = "figure{display:inline-block;margin:8px}img{height:420px}"
    page = f'<!doctype html><meta charset="utf-8"><style>{style}</style>{shown}'
    (folder / "index.html").write_text(page)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.support.screenshots")
    parser.add_argument("--only", default="", help="scenes whose names have that")
    parser.add_argument("--sizes", default=",".join(SIZES), help="phone,desktop …")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    return parser.parse_args()


if __name__ == "__main__":
    main()

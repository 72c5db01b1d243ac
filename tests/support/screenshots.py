"""``make screenshots``: pictures of every page and state, to be looked at.

    python -m tests.support.screenshots [--only lobby] [--folder .cache/screenshots]

Each scene is taken on a phone, a tablet and a desktop: in light and dark colours, in
those that a system forces, and in languages with long words and from right to left.
``index.html`` there shows them all.
"""

import argparse
import html
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, expect, sync_playwright

from tests.support.browser import ARGUMENTS
from tests.support.chromium import need
from tests.support.scenes import CHAPTERS, Scene
from tests.support.scenes.scene import SIZES
from tests.support.scenes.stage import PATIENCE_MS, Stage, stage
from tests.support.servers import PROJECT

FOLDER = PROJECT / ".cache/screenshots"
PLAIN = {"color_scheme": "light", "forced_colors": "none"}
# By language: how a scene that has come about once is looked at.
LOOKS: dict[str, dict[str, dict[str, Any]]] = {
    "en": {
        "light": PLAIN,
        "dark": {**PLAIN, "color_scheme": "dark"},
        "forced": {"color_scheme": "dark", "forced_colors": "active"},
    },
    "de": {"german": PLAIN},
    "ar": {"arabic": PLAIN},
}


@dataclass(frozen=True)
class Camera:
    """Takes pictures of one size, in one language, into a folder."""

    stage: Stage
    folder: Path
    size: str
    language: str

    def take(self, scene: Scene) -> None:
        if self.size not in scene.sizes:
            return
        try:
            with self.stage.playing(scene, self.size, locale=self.language) as page:
                self._look(page, scene)
        except (AssertionError, Error):
            print(f"{scene.name} on the {self.size}, {self.language}:")
            traceback.print_exc(limit=-2)

    def _look(self, page: Page, scene: Scene) -> None:
        for look, media in LOOKS[self.language].items():
            page.emulate_media(**media)
            path = self.folder / f"{scene.name}-{self.size}-{look}.png"
            # What is on its way somewhere is where it goes.
            page.screenshot(path=path, full_page=scene.is_long, animations="disabled")


def main() -> None:
    arguments = _arguments()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=need(), args=ARGUMENTS)
        with stage(browser) as there:
            for camera, scenes in _shots(there, arguments):
                for scene in scenes:
                    camera.take(scene)
        browser.close()
    _index(arguments.folder)
    print(f"The pictures are in {arguments.folder}.")


def _shots(
    stage: Stage, arguments: argparse.Namespace
) -> Iterator[tuple[Camera, list[Scene]]]:
    """What is to be taken, while those of its chapter are there."""
    for chapter in CHAPTERS:
        wanted = [each for each in chapter.scenes if arguments.only in each.name]
        if not wanted:
            continue
        with stage.amid(chapter):
            for size in arguments.sizes.split(","):
                for language in arguments.languages.split(","):
                    yield Camera(stage, arguments.folder, size, language), wanted


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
    parser.add_argument("--languages", default=",".join(LOOKS), help="en,de …")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    return parser.parse_args()


if __name__ == "__main__":
    main()

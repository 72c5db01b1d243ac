"""A Chromium for the tests in a browser.

``python -m tests.support.chromium`` makes sure that there is one: the one on the
PATH, or Debian's package where we may install it, or Playwright's own download.
Best is its shell, which has no window, and draws no tabs and buttons that nobody sees:
a visitor in it costs half as much. Playwright's driver, a node, needs a library that a
small Debian has not.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.tools import absent, install, may_install

SHELL = "chromium-headless-shell"
NAMES = (
    *(SHELL, "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)
ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
VERSION_SECONDS = 60
DRIVER = [sys.executable, "-m", "playwright"]


def need() -> str:
    """Return the path of a Chromium, or skip the test that asks."""
    return find() or absent("chromium")


@cache
def find() -> str | None:
    """Return the path of a Chromium that runs, and can be driven, or None."""
    if not _runs(*DRIVER):
        return None
    return next((path for path in _candidates() if _runs(path)), None)


def bring() -> None:
    """Install one, in the first way that works here."""
    needed_by_the_driver = partial(install, "libatomic1")
    for step in (needed_by_the_driver, partial(install, "chromium"), _download):
        step()
        find.cache_clear()
        if find():
            return


def _download() -> None:
    download = [*DRIVER, "install", "chromium"]
    ways = [[*download, "--with-deps"], download] if may_install() else [download]
    for command in ways:
        if not subprocess.run(command, stdin=subprocess.DEVNULL).returncode:
            return


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, (*NAMES, ON_MACOS)))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _runs(*command: str) -> bool:
    # Ubuntu's chromium-browser may be a script that only asks for snap.
    if not Path(command[0]).exists():
        return False
    version = subprocess.run(
        [*command, "--version"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=VERSION_SECONDS,
    )
    return version.returncode == 0


def main() -> None:
    if not shutil.which(SHELL):
        install(SHELL)
    if not find():
        bring()
    if path := find():
        print(f"The tests use {path}.")
    elif os.environ.get("STRICT"):
        sys.exit("There is no Chromium that runs, and none could be installed.")
    else:
        print("There is no Chromium: the tests in a browser are skipped.")


if __name__ == "__main__":
    main()

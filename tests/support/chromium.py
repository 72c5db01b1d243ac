"""A Chromium for the tests in a browser.

``python -m tests.support.chromium`` makes sure that there is one: the one on the
PATH, or Debian's package where we may install it, or Playwright's own download.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.tools import absent

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
VERSION_SECONDS = 60
INSTALLERS = (
    ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"],
    ["apt-get", "update"],
    ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"],
    [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"],
    [sys.executable, "-m", "playwright", "install", "chromium"],
)


def need() -> str:
    """Return the path of a Chromium, or skip the test that asks."""
    return find() or absent("chromium")


@cache
def find() -> str | None:
    """Return the path of a Chromium that runs, or None."""
    return next((path for path in _candidates() if _runs(path)), None)


def install() -> None:
    """Install one, in the first way that works here."""
    for command in INSTALLERS:
        if _may_run(command):
            print("$", *command, flush=True)
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
            find.cache_clear()
            if find():
                return


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, (*NAMES, ON_MACOS)))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _runs(path: str) -> bool:
    # Ubuntu's chromium-browser may be a script that only asks for snap.
    if not Path(path).exists():
        return False
    version = subprocess.run(
        [path, "--version"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=VERSION_SECONDS,
    )
    return version.returncode == 0


def _may_run(command: list[str]) -> bool:
    needs_root = command[0] == "apt-get" or "--with-deps" in command
    return not needs_root or (os.geteuid() == 0 and bool(shutil.which("apt-get")))


def main() -> None:
    if not find():
        install()
    if path := find():
        print(f"The tests use {path}.")
    elif os.environ.get("STRICT"):
        sys.exit("There is no Chromium, and none could be installed.")
    else:
        print("There is no Chromium: the tests in a browser are skipped.")


if __name__ == "__main__":
    main()

"""A Chromium for the tests in a browser.

``python -m tests.support.chromium`` makes sure that there is one: the one on the
PATH, or Debian's package where we may install it, or Playwright's own download.
Playwright's driver, a node, needs a library that a small Debian has not.
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
APT_GET = ["apt-get", "install", "--yes", "--no-install-recommends"]
PACKAGES = ([*APT_GET, "libatomic1"], [*APT_GET, "chromium"])  # Ubuntu has no chromium
DRIVER = [sys.executable, "-m", "playwright"]
INSTALLERS = (
    *PACKAGES,
    ["apt-get", "update"],
    *PACKAGES,
    [*DRIVER, "install", "--with-deps", "chromium"],
    [*DRIVER, "install", "chromium"],
)


def need() -> str:
    """Return the path of a Chromium, or skip the test that asks."""
    return find() or absent("chromium")


@cache
def find() -> str | None:
    """Return the path of a Chromium that runs, and can be driven, or None."""
    if not _runs(*DRIVER):
        return None
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


def _may_run(command: list[str]) -> bool:
    needs_root = command[0] == "apt-get" or "--with-deps" in command
    return not needs_root or (os.geteuid() == 0 and bool(shutil.which("apt-get")))


def main() -> None:
    if not find():
        install()
    if path := find():
        print(f"The tests use {path}.")
    elif os.environ.get("STRICT"):
        sys.exit("There is no Chromium that runs, and none could be installed.")
    else:
        print("There is no Chromium: the tests in a browser are skipped.")


if __name__ == "__main__":
    main()

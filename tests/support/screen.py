"""A screen for the windows of the desktop client, and what works keys and mouse there.

``python -m tests.support.screen`` makes sure that there are an X server without a
screen, a program that presses keys, two window managers, and a Python with Tk: Debian's
packages where we may install them.
"""

import os
import shutil
import subprocess
import sys
from functools import cache

from tests.support.tools import absent, install

PROGRAMS = ("Xvfb", "xdotool")
# One that heeds the time of a window's last use, and one that knows nothing of it.
MANAGERS = ("openbox", "fluxbox")
PACKAGES = ["xvfb", "xdotool", "python3-tk", "fonts-dejavu-core", *MANAGERS]
SECONDS = 60
HAS_TK = "import sys, tkinter; sys.exit(sys.version_info < (3, 9))"


def need() -> str:
    """Return the path of a Python with Tk, or skip the test that asks."""
    for program in PROGRAMS:
        if not shutil.which(program):
            absent(program)
    return python_with_tk() or absent("Tk")


@cache
def python_with_tk() -> str | None:
    """The Python of the tests, or the system's: users have any."""
    pythons = (sys.executable, shutil.which("python3"), "/usr/bin/python3")
    return next((path for path in pythons if path and _runs(path)), None)


def is_there() -> bool:
    needed = (*PROGRAMS, *MANAGERS)
    return all(map(shutil.which, needed)) and python_with_tk() is not None


def _runs(python: str) -> bool:
    if not os.path.exists(python):
        return False
    asked = subprocess.run([python, "-c", HAS_TK], capture_output=True, timeout=SECONDS)
    return asked.returncode == 0


def main() -> None:
    if not is_there():
        install(*PACKAGES)
        python_with_tk.cache_clear()
    if is_there():
        print(f"The tests of the desktop client use {python_with_tk()}.")
    elif os.environ.get("STRICT"):
        sys.exit("Xvfb, xdotool, Tk or a window manager could not be installed.")
    else:
        print("Xvfb, xdotool, Tk or a window manager is missing: tests are skipped.")


if __name__ == "__main__":
    main()

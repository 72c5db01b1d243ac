"""The bell, and the system's notifications where there are any."""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tkinter as tk
from contextlib import suppress

BODY_CHARACTERS = 200
# What is said by others is an argument of this script, never a part of it.
_ON_MACOS = (
    "on run words\n"
    "display notification (item 2 of words) with title (item 1 of words)\n"
    "end run"
)


def notify(window: tk.Misc, title: str, body: str) -> None:
    """Say that something has come."""
    window.bell()
    words = _words(title, body[:BODY_CHARACTERS])
    if words:
        # Without waiting: a daemon that does not answer must not stop the window.
        with suppress(OSError):
            subprocess.Popen(  # noqa: S603
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )


def _words(title: str, body: str) -> list[str]:
    if sys.platform == "darwin":
        return ["osascript", "-e", _ON_MACOS, title, body]
    program = shutil.which("notify-send")
    if program is None:
        return []
    # The body of a notification is a kind of HTML, its title is not.
    return [program, "--app-name=chat", "--", title, html.escape(body)]

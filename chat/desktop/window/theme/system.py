"""What the system says about how windows are to look."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

ASK_SECONDS = 2.0


def is_dark() -> bool:
    """What the system says; where it says nothing, it is light."""
    with suppress(OSError, subprocess.SubprocessError, IndexError):
        if sys.platform == "win32":
            return _windows_is_dark()
        if sys.platform == "darwin":
            return "Dark" in _answer("defaults", "read", "-g", "AppleInterfaceStyle")
        desktop = "org.gnome.desktop.interface"
        return "dark" in _answer("gsettings", "get", desktop, "color-scheme")
    return False


def _windows_is_dark() -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    path = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
        return not winreg.QueryValueEx(key, "AppsUseLightTheme")[0]


def _answer(*words: str) -> str:
    # The person's own settings, by the system's own tool.
    done = subprocess.run(  # noqa: S603
        words, capture_output=True, text=True, timeout=ASK_SECONDS
    )
    return done.stdout

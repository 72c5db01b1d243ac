"""``python3 chat-desktop.pyz``, or ``python -m chat.desktop`` from a checkout."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from chat import VERSION
from chat.desktop import folders
from chat.desktop.settings import Settings

NO_TK = """This Python has no Tk, so there is no window:
  Debian, Ubuntu: apt-get install python3-tk
  macOS with Homebrew: brew install python-tk
Without a screen --text is the same in this terminal."""

NO_TERMINAL = (
    "--text draws in a terminal; a script has the doors for nc and for programs."
)


def main(words: list[str] | None = None) -> int:
    """Read the options, and show a face until the person is done."""
    options = _parser().parse_args(words)
    folder: Path = options.data or folders.home()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = Settings.load(folder)
    for name in ("host", "port", "name", "theme"):
        if getattr(options, name) is not None:
            setattr(settings, name, getattr(options, name))
    if options.tls is not None:
        settings.tls = options.tls
    return _in_text(settings, folder) if options.text else _window(settings, folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="chat-desktop", description="Chat, in a window or in this terminal."
    )
    parser.add_argument("--host", help="the server")
    parser.add_argument("--port", type=int, help="its port for programs")
    parser.add_argument("--name", help="your name")
    parser.add_argument(
        "--tls",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="encrypt the connection, or do not",
    )
    parser.add_argument("--text", action="store_true", help="stay in this terminal")
    parser.add_argument("--theme", choices=("system", "light", "dark"))
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="keep what is remembered there"
    )
    parser.add_argument("--version", action="version", version=VERSION)
    return parser


def _window(settings: Settings, folder: Path) -> int:
    try:
        import tkinter
    except ImportError:
        print(NO_TK, file=sys.stderr)
        return 1
    from chat.desktop.window.app import App

    try:
        return App(settings, folder).run()
    except tkinter.TclError as error:
        print(f"No window can be opened ({error}); --text needs none.", file=sys.stderr)
        return 1


def _in_text(settings: Settings, folder: Path) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(NO_TERMINAL, file=sys.stderr)
        return 1
    from chat.desktop.terminal.app import App

    return App(settings, folder).run()


if __name__ == "__main__":
    sys.exit(main())

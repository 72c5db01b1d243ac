"""A command that a process of the site has done beside it, in a program of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

from django.conf import settings

# Below whoever serves, and still done in bounded time where others are busy.
NICE = 10


def run(*words: str) -> str:
    """Run a command of the site's; return why it failed, in a sentence.

    It takes ``--with-parent``, and ends with the process that has called this.
    """
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-m", "django", *words, "--with-parent"],
        env={**os.environ, **_settings()},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stderr is not None
        said = child.stderr.read().strip().splitlines()
        code = child.wait()
    last = said[-1] if said else f"It ended with {code}."
    return last.removeprefix("CommandError: ") if code else ""


def stand_back(*, with_parent: bool) -> None:
    """Be below whoever serves; ``with_parent``: and end with what has run this."""
    if with_parent:
        threading.Thread(target=_end_with_the_parent, daemon=True).start()
    os.nice(NICE)


def _end_with_the_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _settings() -> dict[str, str]:
    """What the program needs of this one's, wherever it was started."""
    paths = str(settings.BASE_DIR), os.environ.get("PYTHONPATH")
    return {
        "CHAT_DATA_DIR": str(settings.CHAT_DATA_DIR),
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
    }

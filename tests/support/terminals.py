"""What people come to the plain door with, as Debian has it, and who types at it.

``python -m tests.support.terminals`` makes sure that all of it is there: Debian's
packages where we may install them.
"""

import codecs
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from typing import Self

from tests.support.tools import absent, install

NC = "nc.openbsd"
PACKAGES = {NC: "netcat-openbsd", "telnet": "telnet", "plink": "putty-tools"}
SECONDS = 60


def need(name: str) -> str:
    """Return the path of one of them, or skip the test that asks."""
    return shutil.which(name) or absent(name)


def pipe(said: bytes, name: str, *words: str) -> str:
    """Have a program say what comes by a pipe; return what it has shown at its end."""
    done = subprocess.run(
        [need(name), *words], input=said, capture_output=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


class Typist:
    """Somebody at a terminal in which a program runs, until the block ends."""

    def __init__(self, name: str, *words: str) -> None:
        self._words = [need(name), *words]
        self.screen = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def __enter__(self) -> Self:
        here, there = pty.openpty()
        self._terminal = here
        self._program = subprocess.Popen(
            self._words, stdin=there, stdout=there, stderr=there, start_new_session=True
        )
        os.close(there)
        return self

    def __exit__(self, *_: object) -> None:
        self._program.send_signal(signal.SIGKILL)
        self._program.wait(SECONDS)
        os.close(self._terminal)

    def types(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def sees(self, text: str) -> None:
        """Look at the screen until it shows that."""
        end = time.monotonic() + SECONDS
        while text not in self.screen:
            left = end - time.monotonic()
            assert left > 0, self.screen
            if select.select([self._terminal], [], [], left)[0]:
                # A character may come in two pieces.
                self.screen += self._decoder.decode(os.read(self._terminal, 65536))


def main() -> None:
    missing = [package for name, package in PACKAGES.items() if not shutil.which(name)]
    if missing:
        install(*missing)
    if all(map(shutil.which, PACKAGES)):
        print("The tests of the plain door use", ", ".join(map(need, PACKAGES)))
    elif os.environ.get("STRICT"):
        sys.exit("OpenBSD's nc, telnet or plink could not be installed.")
    else:
        print("OpenBSD's nc, telnet or plink is missing: tests are skipped.")


if __name__ == "__main__":
    main()

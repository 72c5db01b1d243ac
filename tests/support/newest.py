"""``python -m tests.support.newest``: ``make quick``, whole, on the newest Python here.

pyenv shows programs only the one of its Pythons that is chosen; all of them are tried.
"""

import os
import subprocess
import sys
from shutil import which

from tests.support.servers import PROJECT

# What is a sample elsewhere is held whole.
WHOLE = (
    '--sample=0 --hypothesis-profile shared -m "not processes and not long and not bar"'
)
PYTHONS = [f"python3.{minor}" for minor in range(15, 10, -1)]


def environment() -> dict[str, str]:
    """This process's, with all of pyenv's Pythons on the PATH."""
    if not which("pyenv"):
        return dict(os.environ)
    listed = subprocess.run(["pyenv", "versions", "--bare"], stdout=-1, check=True)
    return {**os.environ, "PYENV_VERSION": ":".join(listed.stdout.decode().split())}


def newest(environ: dict[str, str]) -> str:
    """The first of ``PYTHONS`` that runs there.

    Raises:
        SystemExit: none does.
    """
    for name in PYTHONS:
        path = which(name, path=environ["PATH"])
        if path and not subprocess.run([path, "-c", ""], env=environ).returncode:
            return path
    sys.exit("There is no Python here that the site is for.")


def main() -> int:
    environ = environment()
    # Whoever runs make bars by make hands its ARGS down to each make below.
    words = ["make", "quick", f"PYTHON={newest(environ)}", f"ARGS={WHOLE}"]
    return subprocess.run(words, cwd=PROJECT, env=environ).returncode


if __name__ == "__main__":
    sys.exit(main())

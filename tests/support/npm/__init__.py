"""Programs of npm's that some tests need, of the releases in the lock beside this.

``npm view NAME version`` says what is newest; ``npm install --package-lock-only
NAME@VERSION`` in this folder takes it.
"""

import shutil
import subprocess
from pathlib import Path

from tests.support.servers import PROJECT
from tests.support.tools import absent, lacking

HERE = Path(__file__).parent
CACHE = PROJECT / ".cache" / "npm"
# Nothing that comes along is run, and nobody is told.
INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]


def need(name: str) -> Path:
    """The folder of an installed package; or skip the test."""
    npm = shutil.which("npm") or absent("npm")
    wanted = (HERE / "package-lock.json").read_bytes()
    done = CACHE / "installed"
    if not done.exists() or done.read_bytes() != wanted:
        _install(npm)
        done.write_bytes(wanted)
    return CACHE / "node_modules" / name


def _install(npm: str) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    for each in HERE.glob("*.json"):
        shutil.copy(each, CACHE)
    run = subprocess.run([npm, *INSTALL], cwd=CACHE, capture_output=True, text=True)
    if run.returncode:
        lacking(f"npm cannot install what is locked: {run.stderr[-300:]}")

"""The version before, out of git: ``tests/system/version_before`` has its commit."""

import subprocess
from pathlib import Path

from tests.benchmarks.checkout import checkout
from tests.support.servers import PROJECT
from tests.support.tools import lacking

__all__ = ["COMMIT", "checkout", "clone", "git", "need"]

COMMIT = (PROJECT / "tests/system/version_before").read_text().strip()


def need() -> str:
    """Its commit; or skip the test that asks."""
    try:
        git(PROJECT, "cat-file", "-e", f"{COMMIT}^{{commit}}")
    except (OSError, subprocess.CalledProcessError):
        lacking(
            f"The version before, {COMMIT[:12]}, is not here: that takes git, and a"
            " clone with its history (git fetch --unshallow)"
        )
    return COMMIT


def clone(folder: Path) -> Path:
    """The project as it is committed, to be moved from one version to another."""
    subprocess.run(["git", "clone", "--quiet", PROJECT, folder], check=True)
    return folder


def git(folder: Path, *words: str) -> str:
    """What git says there; it fails where git does."""
    done = subprocess.run(
        ["git", "-C", folder, *words], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()

"""The site as it is without a checkout: packed, and installed into a folder.

What it needs is not installed with it: it is there, for the tests.
"""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

from tests.support.before import git
from tests.support.servers import PROJECT, Site
from tests.support.tools import absent

PACK = "from setuptools import build_meta; print(build_meta.build_sdist('..'))"
# What comes behind, where nothing can be written but in the folder named first.
ALONE = ["unshare", "--mount", "sh", "-c"]
READING = 'mount --bind "$0" "$0" && cd "$0" && mount -o remount,ro,bind / && exec "$@"'
INSTALL = "install --quiet --no-deps --no-build-isolation --no-index --no-compile"


def pack(folder: Path) -> Path:
    """An archive of the sources, as ``pip`` and distributions take it."""
    tree = folder / "tree"
    for name in tracked():
        target = tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((PROJECT / name).read_bytes())
    said = _python("-W", "ignore", "-c", PACK, cwd=tree)
    return folder / said.splitlines()[-1]


def install(archive: Path, folder: Path) -> Path:
    """Build what the archive has, and install it; return where its packages are."""
    _python("-m", "pip", *INSTALL.split(), f"--prefix={folder}", str(archive))
    [found] = folder.glob("lib/python*/site-packages")
    return found


def tracked() -> list[str]:
    """The files of the project that are not its tests."""
    names = git(PROJECT, "ls-files").splitlines()
    return [
        name
        for name in names
        if not name.startswith("tests/") and (PROJECT / name).exists()
    ]


def content(archive: Path) -> set[str]:
    with tarfile.open(archive) as packed:
        return {each.name.partition("/")[2] for each in packed if each.isfile()}


class Installed(Site):
    """``chatsite serve``, in a folder of one's own choice, which alone can be written.

    That stands in for a machine, or a container, that is read and not changed.
    """

    def __init__(self, packages: Path, folder: Path, *options: str) -> None:
        reading = [*ALONE, READING, str(folder)]
        if os.geteuid() or subprocess.run([*reading, "true"]).returncode:
            absent("a root of its own that cannot be written")
        self.program = (*reading, str(packages.parents[2] / "bin/chatsite"))
        paths = {"PYTHONPATH": str(packages), "CHAT_DATA_DIR": ""}
        super().__init__(folder / "var", *options, tree=folder, **paths)

    def run(self, *words: str, **more: str) -> str:
        """One of the site's commands; what it has said."""
        return subprocess.run(
            [*self.program, *words],
            cwd=self.tree,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=True,
        ).stdout


def _python(*words: str, cwd: Path = PROJECT) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=cwd, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

"""A big site is backed up and restored, exported and imported: it is the same again."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks.size.sites import Did, Site

# An import that is killed has stored some of it by then.
KILLED_AFTER = 0.5


def moved(site: Site) -> Iterator[Did]:
    """Do it, beside the site's folder.

    Each command sees to it that nothing is missing: ``restore`` by checksums and by
    what it counts, ``import`` by making every line anew out of the database.
    """
    folder = site.folder.parent
    backup, house = folder / "backup.zip", folder / "house"
    yield site.do("backup", str(backup))
    restored = replace(site, folder=folder / "restored")
    restored.make()
    yield restored.do("restore", str(backup))
    restored.remove()
    backup.unlink()
    exported = site.do("export", str(house))
    yield exported
    other = replace(site, folder=folder / "imported")
    other.make()
    if other.server is not None:
        other.do("migrate", "-v0")
    words = "import", str(house), "--keep-epochs"
    _kill(other.begin(*words), KILLED_AFTER * exported.seconds)
    yield other.do(*words)._replace(what="import, the rest")
    shutil.rmtree(house)
    other.remove()


def _kill(process: subprocess.Popen[bytes], seconds: float) -> None:
    """It has to be at it still: otherwise nothing is tried by what comes after."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    process.kill()
    assert process.wait() == -signal.SIGKILL, "it was over before"

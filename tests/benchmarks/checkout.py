"""A tree of the project as it was: a folder that is there, or a revision of git's."""

import contextlib
import io
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.peers import Absent
from tests.support.servers import PROJECT


@contextlib.contextmanager
def checkout(name: str, project: Path = PROJECT) -> Iterator[Path]:
    """The folder ``name``, or what that revision had, for as long as it is needed.

    Raises:
        Absent: there is neither.
    """
    if (Path(name) / "manage.py").is_file():
        yield Path(name).resolve()
        return
    with TemporaryDirectory(prefix="benchmark-") as folder:
        with tarfile.open(fileobj=io.BytesIO(_archive(name, project))) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


def _archive(revision: str, project: Path) -> bytes:
    command = ["git", "-C", project, "archive", "--format=tar", revision]
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        raise Absent(f"{revision} is no checkout, and no revision of {project}.")
    return done.stdout

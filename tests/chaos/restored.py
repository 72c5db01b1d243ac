"""What is in a backup of the site under test, once it was restored elsewhere."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.chaos.database import Sqlite, read
from tests.chaos.history import History, Stored
from tests.support.postgres import Postgres
from tests.support.servers import manage

if TYPE_CHECKING:
    from tests.chaos.deployment import Deployment


def restored(deployment: Deployment) -> list[Stored]:
    """Make one now, by the commands that an operator has."""
    here = deployment.database
    with tempfile.TemporaryDirectory(prefix="chaos-restored-") as folder:
        backup, site = Path(folder) / "site.zip", Path(folder) / "site"
        _run(deployment.folder, "backup", backup, here.environment)
        there = here.another() if isinstance(here, Postgres) else Sqlite(site)
        _run(site, "restore", backup, there.environment)
        found = History()
        with contextlib.closing(there.connect()) as connection:
            read(connection, found)
    return found.messages


def _run(folder: Path, word: str, backup: Path, environment: dict[str, str]) -> None:
    done = manage(folder, word, str(backup), **environment)
    assert not done.returncode, done.stderr

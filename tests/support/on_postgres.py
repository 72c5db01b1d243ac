"""``python -m tests.support.on_postgres``: what the database does, on PostgreSQL.

These tests run on a server of their own, which ends with them. Where there is no
PostgreSQL and we may install it, it comes from Debian's packages.
"""

import os
import shutil
import subprocess
import sys

from tests.chaos.database import Postgres, Unavailable

DEPENDENT = [
    "tests/models/test_bounds.py",
    "tests/sessions/test_mending.py",
    "tests/accounts/test_people.py",
    "tests/sessions/test_permissions.py",
    "tests/models/test_posting.py",
    "tests/sessions/test_session.py",
    "tests/web/test_views.py",
]
INSTALL = ["apt-get", "install", "--yes", "--no-install-recommends", "postgresql"]


def main() -> None:
    try:
        started = server()
    except Unavailable as error:
        if os.environ.get("STRICT"):
            sys.exit(str(error))
        print(f"{error} The tests on PostgreSQL are skipped.")
        return
    try:
        sys.exit(_test(started, sys.argv[1:] or DEPENDENT))
    finally:
        started.stop()


def server() -> Postgres:
    """A server of one's own.

    Raises:
        Unavailable: there is none, and it cannot be installed.
    """
    try:
        return Postgres()
    except Unavailable:
        if os.geteuid() or not shutil.which("apt-get"):
            raise
    for command in (["apt-get", "update"], INSTALL):
        print("$", *command, flush=True)
        subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    return Postgres()


def _test(started: Postgres, files: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", *files]
    return subprocess.run(command, env={**os.environ, **started.environment}).returncode


if __name__ == "__main__":
    main()

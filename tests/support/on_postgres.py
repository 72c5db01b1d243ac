"""``python -m tests.support.on_postgres``: what the database does, on PostgreSQL.

These tests run on a server of their own, which ends with them. Where there is no
PostgreSQL and we may install it, it comes from Debian's packages.
"""

import os
import subprocess
import sys

from tests.chaos.database import Postgres, Unavailable
from tests.support.tools import install

DEPENDENT = [
    "tests/models/test_bounds.py",
    "tests/sessions/test_mending.py",
    "tests/models/test_columns.py",
    "tests/models/test_guest.py",
    "tests/models/test_hooks.py",
    "tests/models/test_log.py",
    "tests/models/test_user.py",
    "tests/accounts/test_authentication.py",
    "tests/sessions/test_permissions.py",
    "tests/models/test_posting.py",
    "tests/sessions/test_session.py",
    "tests/web/test_views.py",
]


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
        install("postgresql")
    return Postgres()


def _test(started: Postgres, files: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", *files]
    return subprocess.run(command, env={**os.environ, **started.environment}).returncode


if __name__ == "__main__":
    main()

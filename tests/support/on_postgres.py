"""``python -m tests.support.on_postgres [FILE ...]``: the same tests on PostgreSQL.

They run on a server of their own, which ends with them; without words, all those whose
outcome is the database's business.
"""

import os
import subprocess
import sys

from tests.support.postgres import Postgres

DEPENDENT = [
    *("tests/accounts", "tests/models", "tests/sessions", "tests/search"),
    *(
        "tests/mentions",
        "tests/notifications",
        "tests/saved",
        "tests/edits",
        "tests/moving",
        "tests/backup",
    ),
    *(
        "tests/later",
        "tests/polls",
        "tests/held",
        "tests/retention",
        "tests/updates",
        "tests/audit",
    ),
    *("tests/reports", "tests/moderation", "tests/app_passwords", "tests/oidc"),
    "tests/registration",
    "tests/invitations",
    "tests/factors",
    "tests/leaving",
    "tests/files",
    "tests/previews",
    *("tests/architecture/test_tables.py", "tests/web/test_views.py"),
    "tests/management/commands/test_seedchat_many.py",
]
# Programs are none of the database's business.
MARKS = "not processes and not bar"


# What a database of tests need not outlive: a power cut.
LASTING = ("fsync", "full_page_writes", "synchronous_commit")


def run(server: Postgres, *words: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with those words on a server; what it says is kept."""
    with server.connect() as asking:
        for each in LASTING:
            asking.execute(f"ALTER SYSTEM SET {each} = off")
        asking.execute("SELECT pg_reload_conf()")
    # A run within a run is none of its workers.
    own = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-m", MARKS, *words],
        env={**own, **server.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def main() -> None:
    server = Postgres()
    try:
        done = run(server, *(sys.argv[1:] or DEPENDENT))
    finally:
        server.stop()
    print(done.stdout)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()

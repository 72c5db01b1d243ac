"""A PostgreSQL for the tests: a server of their own, which ends with them.

``python -m tests.support.postgres`` makes sure that there is one to be started: the one
that is here, or Debian's package where we may install it.
"""

import copy
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from tests.support import migrated
from tests.support.processes import free_port
from tests.support.servers import manage
from tests.support.small_disk import mounted
from tests.support.tools import absent, install

SECONDS = 60


class Unavailable(Exception):
    """There is no PostgreSQL here; the text is one sentence."""


class Postgres:
    """A server of its own, in a folder of its own, on a free port of loopback.

    Its database lacks no migration.
    """

    def __init__(self) -> None:
        if not (found := find()):
            raise Unavailable(
                "There is no PostgreSQL here: install the package postgresql."
            )
        self._bin = found
        self._folder = Path(tempfile.mkdtemp(prefix="chatsite-postgres-"))
        self._port = free_port()
        self._disks = ExitStack()
        url = f"postgresql://chat@127.0.0.1:{self._port}/postgres"
        self.environment = {"DATABASE_URL": url}
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
        # Another version reads no other's files.
        kind = f"postgres-{found.parent.name}"
        if not migrated.kept_as(kind).exists():
            self._keep(kind)
        _copy(migrated.kept_as(kind), self._folder / "data")
        self.start()

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self._port

    def connect(self) -> Any:
        import psycopg

        return psycopg.connect(self.environment["DATABASE_URL"], autocommit=True)

    def another(self) -> Self:
        """A new database of the same server, without anything in it.

        In the place of the last such one.
        """
        with self.connect() as connection:
            connection.execute("DROP DATABASE IF EXISTS another WITH (FORCE)")
            connection.execute("CREATE DATABASE another")
        other = copy.copy(self)
        url = f"postgresql://chat@127.0.0.1:{self._port}/another"
        other.environment = {"DATABASE_URL": url}
        return other

    def lock(self) -> Any:
        connection = self.connect()
        connection.execute("BEGIN")
        connection.execute("LOCK TABLE chat_conversation IN EXCLUSIVE MODE")
        return connection

    def lock_room(self, name: str) -> Any:
        """What somebody does who forgets a transaction in ``psql``."""
        connection = self.connect()
        connection.execute("BEGIN")
        held = "SELECT id FROM chat_conversation WHERE name = %s FOR UPDATE"
        connection.execute(held, [name])
        return connection

    @property
    def backends(self) -> list[int]:
        """The processes that answer the site."""
        others = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        with self.connect() as connection:
            rows = connection.execute(f"{others} AND datid IS NOT NULL").fetchall()
        return [pid for (pid,) in rows]

    @property
    def pids(self) -> list[int]:
        """All of its processes, the first of them first."""
        own = self._process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text()
        return [own, *map(int, children.split())]

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        words = ["-D", str(self._folder / "data"), "-p", str(self._port)]
        words += ["-c", "listen_addresses=127.0.0.1", "-k", str(self._folder)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_as_postgres(), self._bin / "postgres", *words],
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        self._wait_until_it_answers()

    def log_apart(self, size: str) -> Path:
        """Start it anew with its log on a disk of its own, so large; return where."""
        self.crash()
        log, kept = self._folder / "data/pg_wal", self._folder / "pg_wal"
        log.rename(kept)
        log.mkdir()
        self._disks.enter_context(mounted(log, size))
        shutil.copytree(kept, log, dirs_exist_ok=True)
        subprocess.run(["chown", "-R", "postgres:", log], check=True)
        self.start()
        return log

    def crash(self) -> None:
        """Have it end at once, as after a failure: the "immediate" mode."""
        self._end(signal.SIGQUIT)

    def stop(self) -> None:
        self._end(signal.SIGINT)
        self._disks.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _keep(self, kind: str) -> None:
        """Make what it begins with, for all that are to come."""
        data = self._folder / "data"
        options = ("--auth=trust", "--username=chat", "--encoding=UTF8", "--no-sync")
        self._run("initdb", *options, "-D", str(data))
        self.start()
        done = manage(self._folder / "site", "migrate", "-v0", **self.environment)
        assert done.returncode == 0, done.stderr
        self._end(signal.SIGINT)
        with migrated.keeping(kind) as part:
            _copy(data, part)
        shutil.rmtree(data)

    def _end(self, how: signal.Signals) -> None:
        if self._process.poll() is None:
            self._process.send_signal(how)
        self._process.wait(SECONDS)

    def _run(self, program: str, *words: str) -> None:
        command = [*_as_postgres(), self._bin / program, *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise Unavailable(f"{program} failed: {done.stderr.strip()}.")

    def _wait_until_it_answers(self) -> None:
        import psycopg

        deadline = time.monotonic() + SECONDS
        while True:
            try:
                return self.connect().close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise
                time.sleep(0.05)


def _copy(data: Path, to: Path) -> None:
    """With its owner, who is not the one who asks where that is root."""
    subprocess.run(["cp", "--archive", data, to], check=True)


def _as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid():
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def need() -> Postgres:
    """Start one, or skip the test that asks."""
    try:
        return Postgres()
    except Unavailable:
        absent("PostgreSQL")


def find() -> Path | None:
    """Return the folder of its programs, or None."""
    if found := sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).parent if on_path else None


def main() -> None:
    if not find():
        install("postgresql")
    if path := find():
        print(f"The tests on PostgreSQL use {path / 'postgres'}.")
    elif os.environ.get("STRICT"):
        sys.exit("There is no PostgreSQL, and none could be installed.")
    else:
        print("There is no PostgreSQL: the tests on it are skipped.")


if __name__ == "__main__":
    main()

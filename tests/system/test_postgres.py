"""What the database does, on PostgreSQL: the tests of it run once more, as one."""

import pytest

from tests.support import on_postgres, postgres

pytestmark = [pytest.mark.long, pytest.mark.processes, pytest.mark.timeout(600)]


def test_what_the_database_does_is_the_same_on_postgresql():
    server = postgres.need()
    try:
        done = on_postgres.run(server, *on_postgres.DEPENDENT)
    finally:
        server.stop()
    print(done.stdout)
    assert done.returncode == 0

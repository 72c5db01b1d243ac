"""What the database does, on PostgreSQL: the tests of it run once more, as one."""

import pytest

from tests.support import on_postgres

pytestmark = [pytest.mark.long, pytest.mark.processes, pytest.mark.timeout(1200)]


def test_what_the_database_does_is_the_same_on_postgresql(postgres):
    done = on_postgres.run(postgres, *on_postgres.DEPENDENT)
    print(done.stdout)
    assert done.returncode == 0

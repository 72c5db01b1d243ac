"""What the database does, on PostgreSQL: the tests of it run once more, as one.

These are the nearest to it: who posts, steers and comes in at the same time as others.
``make bars`` runs all that the database decides.
"""

import pytest

from tests.support import on_postgres

NEAREST = [
    f"tests/models/{where}.py"
    for where in (
        *("posting/test_posting", "posting/test_stuck"),
        *("rooms/test_steering", "rooms/test_groups"),
        *("people/test_guest", "members/test_offer", "messages/test_replies"),
    )
]
QUICK = "not processes and not long and not whole and not dear and not bar"

pytestmark = [pytest.mark.long, pytest.mark.processes, pytest.mark.timeout(1200)]


def test_what_the_database_does_is_the_same_on_postgresql(postgres):
    done = on_postgres.run(postgres, "--sample=2", "-m", QUICK, *NEAREST)
    print(done.stdout)
    assert done.returncode == 0

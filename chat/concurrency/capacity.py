"""How many connections a PostgreSQL takes."""

from django.db import connection

# What each process that serves needs: for each kind of work one.
LEAST = 4
# A program that is not a superuser sees whose connections there are, and no more.
CAPACITY = """
    SELECT current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - COALESCE(current_setting('reserved_connections', TRUE), '0')::int,
    (SELECT count(*) FROM pg_stat_activity
        WHERE datid IS NOT NULL AND pid <> pg_backend_pid()),
    (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user),
    (SELECT datconnlimit FROM pg_database WHERE datname = current_database())
"""


def capacity() -> tuple[int, int]:
    """How many connections this role may have in all, and how many anybody has."""
    with connection.cursor() as cursor:
        cursor.execute(CAPACITY)
        most, taken, *limits = cursor.fetchone()
    given = [limit for limit in limits if limit is not None and limit >= 0]
    return min([most, *given]), taken

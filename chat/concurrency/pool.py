"""PostgreSQL's connections for the pages of a process that serves, and for odd jobs.

Each page has a thread of its own, and would connect for itself: so pages, and what is
done beside, share a pool. The other threads of ``chat.concurrency.threads`` take none
of it: it waits longer and longer between its tries, and what is said is to go on at
once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.signals import request_started
from django.db import connection

_pool: dict[str, Any] = {}


def pool_pages(most: int) -> None:
    """Have the pages of this process share at most so many connections."""
    if connection.vendor == "postgresql":
        ours = getattr(connection, "connection_class", None)
        _pool.update(settings.DATABASE_POOL, max_size=most, connection_class=ours)
        request_started.connect(take)


def take(**_: Any) -> None:
    """Have this thread, which has no connection yet, take one of the pool."""
    if not _pool or connection.connection is not None:
        return
    database = connection.settings_dict
    connection.settings_dict = database | {
        "OPTIONS": database["OPTIONS"] | {"pool": _pool},
        # One that a restart of the server has broken is not handed out.
        "CONN_HEALTH_CHECKS": True,
    }


@contextmanager
def borrowed() -> Iterator[None]:
    """Take one of the pool, as ``take`` does, and let others have it afterwards."""
    take()
    try:
        yield
    finally:
        if "pool" in connection.settings_dict["OPTIONS"]:
            connection.close()

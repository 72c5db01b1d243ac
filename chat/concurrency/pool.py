"""PostgreSQL's connections for the pages of a process that serves.

Each page has a thread of its own, and would connect for itself: so pages, and they
alone, share a pool. The threads of ``chat.concurrency.threads`` take none of it: it
waits longer and longer between its tries, and what is said is to go on at once.
"""

from typing import Any

from django.conf import settings
from django.core.signals import request_started
from django.db import connection


def pool_pages() -> None:
    """Have the pages of this process share a few connections."""
    if connection.vendor == "postgresql":
        request_started.connect(_take_from_pool)


def _take_from_pool(**_: Any) -> None:
    """In the thread of a page, which has asked nothing of the database yet."""
    database = connection.settings_dict
    connection.settings_dict = database | {
        "OPTIONS": database["OPTIONS"] | {"pool": settings.DATABASE_POOL},
        # One that a restart of the server has broken is not handed out.
        "CONN_HEALTH_CHECKS": True,
    }

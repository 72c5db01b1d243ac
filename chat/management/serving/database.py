"""What a process that serves takes of the database: time, and connections."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.management import CommandError
from django.db import connection

from chat.concurrency import threads
from chat.concurrency.capacity import LEAST, capacity
from chat.concurrency.pool import pool_pages
from chat.logging.counted import counted
from chatsite import database

logger = logging.getLogger(__name__)


def serve(workers: int = 1) -> None:
    """Have this process, and those forked from it, take what is theirs, and no more.

    Raises:
        CommandError: so many processes cannot have connections at all.
    """
    most = settings.CHAT_DATABASE_CONNECTIONS
    if connection.vendor == "postgresql":
        try:
            most = _fitting(workers, most)
        finally:
            connection.close()
    limits = settings.CHAT_LOCK_SECONDS, settings.CHAT_DATABASE_SECONDS
    of_all_threads = connection.settings_dict["OPTIONS"]
    of_all_threads.update(database.serving(connection.settings_dict, *limits))
    pool_pages(threads.share(most))


def _fitting(workers: int, most: int) -> int:
    """How many connections each may take; what is wrong about it is said."""
    allowed, taken = capacity()
    if allowed < workers * LEAST:
        raise CommandError(
            f"PostgreSQL has room for {counted(allowed, 'connection')}, and each"
            f" process of --workers {workers} needs {LEAST}: take fewer --workers, or"
            " raise its max_connections."
        )
    free = allowed - taken
    each: int = max(LEAST, min(most, free // workers))
    if each < most:
        logger.warning(
            "PostgreSQL has room for %s, and %s are taken: each process of --workers %s"
            " takes %s at most, and not %s. Raise its max_connections, or"
            " set CHAT_DATABASE_CONNECTIONS to %s.",
            *(counted(allowed, "connection"), taken, workers, each, most, each),
        )
    return each

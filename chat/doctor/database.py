"""The database: how far it is, whether its indexes are there, and how it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from chat.backup import folder, soundness
from chat.backup.sqlite import file_of
from chat.concurrency import damage
from chat.concurrency.capacity import LEAST, capacity
from chat.doctor import structure
from chat.doctor.finding import OK, WARNING, WRONG, Asked, Finding
from chat.doctor.redis import clock_of
from chat.logging.counted import counted
from chat.logging.reasons import reason
from chat.site import command
from chat.updates import versions
from chat.updates.standing import Standing, TooOld

NAME = "database"
WAL_BYTES = 256_000_000
DEAD_SHARE, DEAD_LEAST = 0.3, 10_000
BAD_INDEXES = """
    SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT (i.indisvalid AND i.indisready)
"""
UNPROVEN = """
    SELECT conrelid::regclass || ' VALIDATE CONSTRAINT ' || quote_ident(conname)
    FROM pg_constraint WHERE NOT convalidated AND conrelid <> 0
"""
UNSWEPT = """
    SELECT relname, n_dead_tup FROM pg_stat_user_tables
    WHERE n_dead_tup > %s AND n_dead_tup > %s * (n_live_tup + n_dead_tup)
"""
UNKNOWN = """
    SELECT relname FROM pg_stat_user_tables
    WHERE n_live_tup > %s AND last_analyze IS NULL AND last_autoanalyze IS NULL
"""


def look(asked: Asked) -> Iterator[Finding]:
    """Ask it; nothing is changed."""
    if connection.vendor == "sqlite" and not file_of(connection).exists():
        yield Finding(OK, NAME, "there is none yet: the first start makes it")
        return
    if connection.vendor == "sqlite" and soundness.is_damaged():
        yield _damaged()
        return
    try:
        yield from _look(asked)
    except (DatabaseError, InterfaceError) as error:
        yield _damaged() if damage.is_sign(error) else _away(error)
    finally:
        connection.close()


def _damaged() -> Finding:
    said = "it is damaged: nothing is stored in it any more"
    return Finding(WRONG, NAME, said, folder.advice())


def _away(error: Exception) -> Finding:
    said = reason(error, connection.settings_dict["PASSWORD"])
    do = "start it, or correct DATABASE_URL"
    return Finding(WRONG, NAME, f"it cannot be asked ({said})", do)


def _look(asked: Asked) -> Iterator[Finding]:
    yield _migrations()
    yield from _indexes()
    of_its_own = {"sqlite": _sqlite, "postgresql": _postgresql}
    more: Callable[[Asked], Iterator[Finding]] | None = of_its_own.get(
        connection.vendor
    )
    if more is not None:
        yield from more(asked)


def _migrations() -> Finding:
    standing, said = Standing.of(connection), versions.database()
    try:
        standing.allow(connection)
    except TooOld as error:
        return Finding(WRONG, NAME, str(error))
    if standing.pending:
        return Finding(WRONG, NAME, said, f"run {command('migrate')}")
    if standing.beyond:
        return Finding(WARNING, NAME, said, "update this version of the site")
    return Finding(OK, NAME, said)


def _indexes() -> Iterator[Finding]:
    """Whether each index and each constraint that the models have is there."""
    missing: list[str] = []
    names: set[str] = set()
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in tables:
                there = connection.introspection.get_constraints(cursor, table)
                names |= there.keys()
                missing += structure.missing(model, there)
    missing += sorted(structure.by_own_sql() - names)
    if missing:
        said = f"indexes or constraints are missing: {', '.join(missing)}"
        yield Finding(WRONG, NAME, said, "make them anew, as the migrations have them")
    else:
        yield Finding(OK, NAME, "its indexes and constraints are there")


def _sqlite(asked: Asked) -> Iterator[Finding]:
    path = file_of(connection)
    wal = path.with_name(f"{path.name}-wal")
    size = wal.stat().st_size if wal.exists() else 0
    said = f"its log (WAL) has {size / 1e6:.0f} MB"
    if size > WAL_BYTES:
        do = "end what reads for hours, then start the site anew"
        yield Finding(WARNING, NAME, said, do)
    else:
        yield Finding(OK, NAME, said)
    if asked.workers > 1:
        said = "several processes share SQLite's one writer"
        yield Finding(WARNING, NAME, said, "take a PostgreSQL for a large site")


def _postgresql(asked: Asked) -> Iterator[Finding]:
    yield from _safety()
    for name in _column(BAD_INDEXES):
        do = f"REINDEX INDEX CONCURRENTLY {name};"
        yield Finding(WRONG, NAME, f"the index {name} is not valid", do)
    for step in _column(UNPROVEN):
        name = step.rpartition(" ")[2]
        said = f"the constraint {name} was never checked for the rows that there were"
        yield Finding(WRONG, NAME, said, f"ALTER TABLE {step};")
    for table in _column(UNSWEPT, DEAD_LEAST, DEAD_SHARE):
        do = f"VACUUM ANALYZE {table}; and see that autovacuum is on"
        yield Finding(WARNING, NAME, f"{table} has many rows that are dead", do)
    for table in _column(UNKNOWN, DEAD_LEAST):
        said = f"{table} was never analyzed"
        yield Finding(WARNING, NAME, said, f"ANALYZE {table};")
    yield _room(asked)
    [now] = _column("SELECT extract(epoch FROM clock_timestamp())")
    yield clock_of(NAME, float(now))


def _safety() -> Iterator[Finding]:
    harms = {"fsync": "may lose everything", "full_page_writes": "may be damaged"}
    harms["synchronous_commit"] = "may lose what was answered"
    for name, harm in harms.items():
        [value] = _column("SELECT current_setting(%s)", name)
        if value == "off":
            said = f"{name} is off: a power cut {harm}"
            yield Finding(WRONG, NAME, said, f"ALTER SYSTEM SET {name} = on;")


def _room(asked: Asked) -> Finding:
    allowed, _ = capacity()
    most = settings.CHAT_DATABASE_CONNECTIONS
    said = f"it has room for {counted(allowed, 'connection')}, and"
    said = f"{said} --workers {asked.workers} wants {asked.workers * most}"
    if allowed < asked.workers * LEAST:
        return Finding(WRONG, NAME, said, "raise max_connections")
    if allowed < asked.workers * most:
        do = "raise max_connections, or lower CHAT_DATABASE_CONNECTIONS"
        return Finding(WARNING, NAME, said, do)
    return Finding(OK, NAME, said)


def _column(query: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [value for value, *_ in cursor.fetchall()]

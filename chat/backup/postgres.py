"""PostgreSQL: all rows out of one snapshot, and into a database that has none.

By COPY, over a connection of its own; so no program of PostgreSQL's is needed here, and
its version does not matter. The snapshot is a transaction that only reads: it locks
nobody out, and the server works for it only as fast as it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
from django.db import connection
from psycopg import IsolationLevel, sql

from chat.backup.archive import Archive, Draft
from chat.backup.disk import CHUNK_BYTES
from chat.backup.errors import BackupError, Broken
from chat.backup.manifest import Contents, Table
from chat.logging.reasons import reason

FOLDER = "tables/"
RECORDER = "django_migrations"
COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
        AND attgenerated = '' ORDER BY attnum
"""
SEQUENCES = """
    SELECT attname, pg_get_serial_sequence(%s, attname) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
        AND pg_get_serial_sequence(%s, attname) IS NOT NULL
"""
RELATIONS = """
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace
        AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
"""
# Those that hold nothing: to put each row into them takes longer than to make them.
INDEXES = """
    SELECT relname, pg_get_indexdef(indexrelid) FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = %s::regclass AND NOT indisunique
"""
SIZE = "SELECT pg_database_size(current_database())"

Cursor = psycopg.Cursor[Any]


def dump(draft: Draft) -> Contents:
    """Copy all of the site's rows into a backup; return what they are.

    Raises:
        BackupError: the database does not give them.
    """
    try:
        with closing(_connect()) as own, own.cursor() as cursor:
            # A copy may take long, whatever a post may take.
            cursor.execute("SET LOCAL statement_timeout = 0")
            found = _contents(cursor)
            for name, table in found.tables.items():
                draft.add(f"{FOLDER}{name}", _rows(cursor, name, table))
            # After the rows: no number of theirs is beyond them.
            found.sequences = {name: _last(cursor, name) for name in found.tables}
    except psycopg.Error as error:
        why = reason(error)
        raise BackupError(f"The database cannot be copied: {why}.") from None
    return found


def size() -> int:
    """In bytes, as the server keeps it."""
    with connection.cursor() as cursor:
        cursor.execute(SIZE)
        return int(cursor.fetchone()[0])


def relations() -> list[str]:
    """What is in the database, of anybody."""
    with connection.cursor() as cursor:
        cursor.execute(RELATIONS)
        return sorted(name for [name] in cursor.fetchall())


def load(archive: Archive) -> None:
    """Put the rows into tables that are as they were, in the transaction that is open.

    Raises:
        Broken: the tables are others.
    """
    kept = archive.manifest.contents
    with connection.cursor() as cursor:
        if set(_names(cursor)) != set(kept.tables):
            raise Broken(f"{archive.path} has other tables than its version.")
        cursor.execute(_all("TRUNCATE {}", kept.tables))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        with _without_indexes(cursor, kept.tables):
            for name, table in kept.tables.items():
                into = _copy("COPY {} ({}) FROM STDIN", name, table)
                # Django makes errors its own of what it calls itself alone.
                with connection.wrap_database_errors, cursor.copy(into) as copy:
                    for chunk in archive.chunks(f"{FOLDER}{name}"):
                        copy.write(chunk)
            # What leads nowhere shows now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in kept.tables:
            _give_on(cursor, name, kept.sequences.get(name, {}))
        cursor.execute(_all("ANALYZE {}", kept.tables))


def contents() -> Contents:
    """What is in the database, but for its sequences."""
    with connection.cursor() as cursor:
        return _contents(cursor)


def _connect() -> psycopg.Connection[Any]:
    how = connection.get_connection_params()
    for ours in ("pool", "patience"):
        how.pop(ours, None)
    # Where people wait nothing takes long; nobody waits for this.
    how["options"] = f"{how.get('options', '')} -c statement_timeout=0"
    own = psycopg.connect(**how)
    own.isolation_level, own.read_only = IsolationLevel.REPEATABLE_READ, True
    return own


def _contents(cursor: Any) -> Contents:
    migrations: dict[str, list[str]] = {}
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
    for app, name in cursor.fetchall():
        migrations.setdefault(app, []).append(name)
    tables = {}
    for name in _names(cursor):
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
        rows = int(cursor.fetchone()[0])
        cursor.execute(COLUMNS, [_quoted(name)])
        tables[name] = Table(rows, [column for [column] in cursor.fetchall()])
    cursor.execute("SELECT id, head FROM chat_conversation")
    heads = dict(cursor.fetchall())
    return Contents(migrations=migrations, tables=tables, heads=heads)


def _names(cursor: Any) -> list[str]:
    """The site's tables that are there: a database may have others, too."""
    cursor.execute(RELATIONS)
    there = {name for [name] in cursor.fetchall()}
    known = connection.introspection.django_table_names(include_views=False)
    return sorted(there & {*known, RECORDER})


def _rows(cursor: Cursor, name: str, table: Table) -> Iterator[bytes]:
    gathered = bytearray()
    with cursor.copy(_copy("COPY {} ({}) TO STDOUT", name, table)) as copy:
        for row in copy:
            gathered += row
            if len(gathered) >= CHUNK_BYTES:
                yield bytes(gathered)
                gathered.clear()
    yield bytes(gathered)


def _last(cursor: Any, name: str) -> dict[str, int]:
    """The last numbers of a table's sequences, by column."""
    last = {}
    for column, sequence in _sequences(cursor, name):
        place = sql.Identifier(*_parts(sequence))
        cursor.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(place))
        value, is_called = cursor.fetchone()
        last[column] = int(value) if is_called else 0
    return last


def _give_on(cursor: Any, name: str, last: dict[str, int]) -> None:
    """Have the sequences of a table go on behind the last number that was given."""
    for column, sequence in _sequences(cursor, name):
        highest = sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(
            sql.Identifier(column), sql.Identifier(name)
        )
        cursor.execute(highest)
        number = max(int(cursor.fetchone()[0]), last.get(column, 0))
        # One that has given nothing begins with 1.
        cursor.execute(
            "SELECT setval(%s::regclass, %s, %s)",
            [sequence, max(number, 1), number > 0],
        )


def _sequences(cursor: Any, name: str) -> list[tuple[str, str]]:
    cursor.execute(SEQUENCES, [_quoted(name)] * 3)
    return [(column, sequence) for column, sequence in cursor.fetchall()]


@contextmanager
def _without_indexes(cursor: Any, names: Iterable[str]) -> Iterator[None]:
    """Have these tables have none, and then have them made anew, as they were."""
    made: list[str] = []
    for name in names:
        cursor.execute(INDEXES, [_quoted(name)])
        for index, how in cursor.fetchall():
            cursor.execute(_statement("DROP INDEX {}").format(sql.Identifier(index)))
            made.append(how)
    yield
    for how in made:
        cursor.execute(how)


def _parts(sequence: str) -> list[str]:
    """What ``pg_get_serial_sequence`` has put together, apart again."""
    return [part.strip('"') for part in sequence.split(".")]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _copy(words: str, name: str, table: Table) -> sql.Composed:
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    return _statement(words).format(sql.Identifier(name), columns)


def _all(words: str, names: Iterable[str]) -> sql.Composed:
    every = sql.SQL(", ").join(map(sql.Identifier, names))
    return _statement(words).format(every)


def _statement(words: Any) -> sql.SQL:
    return sql.SQL(words)

"""Which indexes and constraints the models and the migrations have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

# What the database says of one: its columns, and whether it is unique, an index, …
There = Mapping[str, Mapping[str, Any]]
# By SQL of a migration's own.
MADE = re.compile(
    r"\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?"
    r'"?(\w+)"?',
    re.IGNORECASE,
)
LEFT = re.compile(
    r'\bDROP\s+INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+EXISTS\s+)?"?(\w+)"?', re.IGNORECASE
)


def missing(model: type[models.Model], there: There) -> Iterator[str]:
    """What a model's table lacks of what ``Meta`` names, and of what its fields say."""
    meta = model._meta
    named = {str(each.name) for each in (*meta.indexes, *meta.constraints)}
    yield from sorted(named - there.keys())
    for columns, what in _wanted(model):
        if not any(_is(each, what, columns) for each in there.values()):
            yield f"{meta.db_table}.{', '.join(columns)} ({what.replace('_', ' ')})"


def by_own_sql() -> set[str]:
    """The names of the indexes that migrations make by SQL of their own."""
    loader, names = MigrationLoader(None), set[str]()
    # By their numbers: Django finds them in no order.
    for key in sorted(loader.graph.nodes):
        for operation in loader.graph.nodes[key].operations:
            vendor = getattr(operation, "vendor", connection.vendor)
            if isinstance(operation, RunSQL) and vendor == connection.vendor:
                said = str(operation.sql)
                names |= set(MADE.findall(said))
                names -= set(LEFT.findall(said)) - set(MADE.findall(said))
    return names


def _wanted(model: type[models.Model]) -> Iterator[tuple[list[str], str]]:
    meta = model._meta
    for together in meta.unique_together:
        fields = [meta.get_field(name) for name in together]
        yield [str(getattr(each, "column", "")) for each in fields], "unique"
    for field in meta.local_concrete_fields:
        for what in _wanted_of(field):
            yield [str(field.column)], what


def _wanted_of(field: models.Field[Any, Any]) -> Iterator[str]:
    if field.primary_key:
        yield "primary_key"
    elif field.unique:
        yield "unique"
    elif getattr(field, "db_index", False):
        yield "index"
    if field.remote_field is not None and getattr(field, "db_constraint", False):
        yield "foreign_key"


def _is(found: Mapping[str, Any], what: str, columns: list[str]) -> bool:
    return bool(found[what]) and list(found["columns"] or ()) == columns

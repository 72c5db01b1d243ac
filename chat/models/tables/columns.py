"""What SQL of our own has to know of a model: its columns, and its constraints."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from django.db import connection, models

AnyField: TypeAlias = "models.Field[Any, Any]"


def insert(model: type[models.Model], fields: Iterable[str]) -> str:
    """What puts rows of these fields into a model's table."""
    into = f"{model._meta.db_table} ({', '.join(columns_of(model, fields))})"
    return f"INSERT INTO {into} VALUES {{rows}}"  # noqa: S608


def beyond(model: type[models.Model], known: Collection[str]) -> list[AnyField]:
    """The fields of a new row that are not among these, and that Django fills.

    Others have a default of the database's, or are made by it: like a column that this
    version does not know yet, they are left out.
    """
    return [
        field
        for field in model._meta.local_concrete_fields
        if field.name not in known
        and not (field.primary_key or field.generated or field.has_db_default())
    ]


def defaults(model: type[models.Model], fields: Iterable[AnyField]) -> list[Any]:
    """What Django would store in these fields of a new row."""
    new = model()
    return [
        field.get_db_prep_save(field.pre_save(new, add=True), connection)
        for field in fields
    ]


def is_broken(
    constraint: models.UniqueConstraint, by: Exception, model: type[models.Model]
) -> bool:
    """Whether it is this constraint of the model's that a row was refused for."""
    diagnosis = getattr(by.__cause__, "diag", None)
    if diagnosis is not None:
        return bool(diagnosis.constraint_name == constraint.name)
    # SQLite names no constraint, but its columns.
    columns = columns_of(model, constraint.fields)
    named = ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return str(by) == f"UNIQUE constraint failed: {named}"


def columns_of(model: type[models.Model], fields: Iterable[str]) -> list[str]:
    """What the database calls these fields."""
    known = {field.name: field for field in model._meta.local_concrete_fields}
    return [str(known[name].column) for name in fields]

"""The tables of a site, in an order in which rows can be put in; and their rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias

from django.apps import apps
from django.db import connection, models
from django.db.models.functions import Collate

from chat.audit.models import clearing
from chat.models import Message, Reaction
from chat.models.tables import bulk
from chat.models.tables.columns import AnyField
from chat.moving.errors import Broken

Table: TypeAlias = "type[models.Model]"
Row = Mapping[str, Any]
# The names of columns, by that of their table.
Columns = Mapping[str, Sequence[str]]

# They tell of the database that they are in, and not of the site.
OF_THE_DATABASE = {
    *("updates.step", "backup.turn", "moving.progress"),
    *("search.entry", "search.index", "audited.clearing"),
}
CHUNK = 1000
# As both databases know it: the order of bytes.
COLLATIONS = {"sqlite": "BINARY", "postgresql": "C"}


@lru_cache
def tables() -> tuple[Table, ...]:
    """All that are moved; a row points only to rows of tables before its own.

    The reactions are a part of the messages' lines.
    """
    waiting = {
        label(model): model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model is not Reaction
    }
    for name in OF_THE_DATABASE:
        waiting.pop(name, None)
    found: dict[str, Table] = {}
    while waiting:
        free = [name for name in waiting if not _needs(waiting[name]) & {*waiting}]
        found |= {name: waiting.pop(name) for name in free or sorted(waiting)}
    return tuple(found.values())


def label(model: Table) -> str:
    """What a table is called in an export."""
    return model._meta.label_lower


def fields(model: Table) -> list[AnyField]:
    """The columns that a row is made of."""
    return [it for it in model._meta.local_concrete_fields if not it.generated]


def all_columns() -> Columns:
    """Of every table."""
    every: list[Table] = [*tables(), Reaction]
    return {label(it): [field.attname for field in fields(it)] for it in every}


def rows(model: Table, columns: Columns) -> Iterator[dict[str, Any]]:
    """The rows of a table, in the order of their keys, however many there are."""
    names = columns[label(model)]
    found = model._base_manager.order_by(_by_key(model))
    for row in found.values_list(*names).iterator(chunk_size=CHUNK):
        yield dict(zip(names, row, strict=True))


def log(
    conversation: int, columns: Columns, where: models.Q | None = None
) -> Iterator[dict[str, Any]]:
    """The messages of a log in the order of their numbers, with their reactions."""
    names = columns[label(Message)]
    found = Message.objects.filter(where or models.Q(), conversation=conversation)
    every = found.order_by("seq").values_list("pk", "seq", "changed", *names)
    for chunk in _chunks(every.iterator(chunk_size=CHUNK)):
        touched = [number for number, seq, changed, *_ in chunk if changed > seq]
        given = _reactions(touched, columns)
        for number, _, _, *row in chunk:
            said = dict(zip(names, row, strict=True))
            yield {**said, "reactions": given.get(number, [])}


def put_in(model: Table, found: Sequence[Row]) -> None:
    """Store rows as they are: no default, and no rule of the model's, alters them.

    Raises:
        Broken: they have something that this table does not.
    """
    if not found:
        return
    known = {field.attname: field for field in fields(model)}
    if beyond := {name for row in found for name in row} - {*known}:
        raise Broken(f"{model._meta.db_table} has no {', '.join(sorted(beyond))}.")
    # What a newer version has added is left to the database's default.
    used = [known[name] for name in found[0]]
    names = [field.name for field in used]
    bulk.put(model, names, [_prepared(used, row) for row in found])


def put_in_log(found: Sequence[Row]) -> None:
    """Store messages with their reactions."""
    put_in(Message, [_without_reactions(row) for row in found])
    put_in(Reaction, [reaction for row in found for reaction in row["reactions"]])


def empty(names: Collection[str]) -> None:
    """Delete all rows of the tables that are called so."""
    every: list[Table] = [Reaction, *reversed(tables())]
    with clearing():
        for model in every:
            if label(model) in names:
                model._base_manager.all()._raw_delete(using=connection.alias)


def _needs(model: Table) -> set[str]:
    pointed = (field.remote_field for field in model._meta.local_concrete_fields)
    to = {each.model._meta.label_lower for each in pointed if each is not None}
    return to - {label(model)}


def _by_key(model: Table) -> Any:
    key = model._meta.pk
    assert key is not None
    if isinstance(key, models.CharField):
        return Collate(models.F(key.name), COLLATIONS[connection.vendor])
    return key.attname


def _chunks(found: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(found, CHUNK)):
        yield chunk


def _reactions(
    messages: Sequence[int], columns: Columns
) -> dict[int, list[dict[str, Any]]]:
    given: dict[int, list[dict[str, Any]]] = {}
    names = columns[label(Reaction)]
    found = Reaction.objects.filter(message__in=messages).order_by("pk")
    for message, *row in found.values_list("message_id", *names) if messages else ():
        given.setdefault(message, []).append(dict(zip(names, row, strict=True)))
    return given


def _without_reactions(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "reactions"}


def _prepared(used: Iterable[AnyField], row: Row) -> list[Any]:
    return [
        field.get_db_prep_save(field.to_python(row[field.attname]), connection)
        for field in used
    ]

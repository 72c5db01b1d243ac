"""What tables count on from, taken along: no number is given twice, there or here."""

from __future__ import annotations

from chat.models import Reaction
from chat.models.tables.counters import Counter
from chat.moving.tables import Table, tables


def last_numbers() -> dict[str, int]:
    """The last number that was given away, by table."""
    return {counter.table: counter.last() for counter in _counters()}


def go_on_after(numbers: dict[str, int]) -> None:
    """Have the tables of an import give away what comes after these."""
    for counter in _counters():
        if last := numbers.get(counter.table, 0):
            counter.go_on_after(last)


def _counters() -> list[Counter]:
    every: list[Table] = [*tables(), Reaction]
    return [Counter(model) for model in every if model._meta.auto_field is not None]

"""Names in use that look alike: the column that tells them.

``skeleton`` is unique where it is not NULL. It is NULL in a direct conversation, and in
a row that the version before has put in beside this one: whoever takes a name next
fills it in. Of names that looked alike by then one has the skeleton, and each of the
others ``~`` and its number, as a released guest does: they stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction

from chat.text.lookalikes import skeleton

if TYPE_CHECKING:
    Text = models.CharField[str | None, str | None]
else:
    Text = models.CharField

# A name is given up, or looks like one that was there first: with the person's number.
RELEASED = "~"
ALIKE = "That name looks like another one: choose one that does not."
# 30 characters, each of which becomes seven at most.
_CHARACTERS = 300


class Skeleton(Text):
    """The ``looks`` of a row, from the first moment; later, what a verb puts there."""

    def __init__(self, **_: Any) -> None:
        super().__init__(max_length=_CHARACTERS, null=True, editable=False)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations it is a column as any other."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        if add and not getattr(model_instance, self.attname):
            setattr(model_instance, self.attname, model_instance.looks or None)
        return super().pre_save(model_instance, add)


def one_skeleton(name: str) -> models.UniqueConstraint:
    # With a condition: without one, SQLite would have to copy the table.
    has_one = models.Q(skeleton__isnull=False)
    return models.UniqueConstraint(fields=["skeleton"], condition=has_one, name=name)


def without_skeleton(name: str, **also: Any) -> models.Index:
    """What finds the rows that ``fill`` is about: mostly none."""
    has_none = models.Q(skeleton__isnull=True, **also)
    return models.Index(fields=["id"], condition=has_none, name=name)


def fill(rows: models.QuerySet[Any]) -> None:
    """Give those rows a skeleton that have none, the first of which it is."""
    columns = {"name", "key"} & {each.name for each in rows.model._meta.fields}
    missing = rows.filter(skeleton__isnull=True).only(*columns).order_by("id")
    if not (found := list(missing)):
        return
    with transaction.atomic():
        for row in found:
            _fill(rows.filter(pk=row.pk, skeleton__isnull=True), row)


def _fill(row_of: models.QuerySet[Any], row: Any) -> None:
    is_released = getattr(row, "key", "").startswith(RELEASED)
    looks = row.key if is_released else skeleton(row.name)
    try:
        with transaction.atomic():
            row_of.update(skeleton=looks)
    except IntegrityError:
        row_of.update(skeleton=f"{RELEASED}{row.pk}")

"""Names in use that look alike: the column that tells them, for people and for rooms.

``skeleton`` is unique where it is not NULL. It is NULL in a direct conversation, and in
a row that the version before has put in beside this one: whoever takes a name next
fills it in. Of names that looked alike by then one has the skeleton, and each of the
others ``~`` and its number, as a released guest does: they stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction

from chat.models.names.spellings import called
from chat.text.lookalikes import skeleton
from chat.text.names import RELEASED
from chat.wire.errors import NameTaken
from chat.words import sentence

if TYPE_CHECKING:
    Text = models.CharField[str | None, str | None]
else:
    Text = models.CharField

ALIKE = sentence("That name looks like another one: choose one that does not.")
# 30 characters, each of which becomes seven at most.
_CHARACTERS = 300


class Skeleton(Text):
    """What a row's name looks like, from the first moment; later a verb changes it."""

    def __init__(self, **_: Any) -> None:
        super().__init__(max_length=_CHARACTERS, null=True, editable=False)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations it is a column as any other."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        if add and not model_instance.skeleton:
            model_instance.skeleton = looks_of(model_instance)
        return super().pre_save(model_instance, add)


def one_look(name: str) -> models.UniqueConstraint:
    """Of the names in use, one has each skeleton: the database sees to it."""
    # With a condition: without one, SQLite would have to copy the table.
    has_one = models.Q(skeleton__isnull=False)
    return models.UniqueConstraint(fields=["skeleton"], condition=has_one, name=name)


def unlooked(name: str, **also: Any) -> models.Index:
    """What finds the rows that ``fill`` is about: mostly none."""
    has_none = models.Q(skeleton__isnull=True, **also)
    return models.Index(fields=["skeleton"], condition=has_none, name=name)


def looks_of(row: Any) -> str | None:
    """The skeleton of a person's or a room's name; a released name looks like none."""
    key: str = getattr(row, "key", "") or ""
    return key if key.startswith(RELEASED) else skeleton(row.name or "") or None


def fill(rows: models.QuerySet[Any]) -> None:
    """Give those rows a skeleton that have none: to the first of those that it fits."""
    columns = {"name", "key"} & {each.name for each in rows.model._meta.fields}
    missing = rows.filter(skeleton__isnull=True, name__isnull=False)
    if not (found := list(missing.only(*columns).order_by("pk"))):
        return
    with transaction.atomic():
        for row in found:
            _fill(rows.filter(pk=row.pk, skeleton__isnull=True), row)


@contextmanager
def name_of_its_own(rooms: models.QuerySet[Any], name: str) -> Iterator[None]:
    """A part of a transaction in which a room is made that has that name.

    Raises:
        NameTaken: another has it, or one that looks like it.
    """
    fill(rooms)
    _require_free(rooms, name)
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        _require_free(rooms, name)  # another process has made one at the same moment
        raise


def _fill(row_of: models.QuerySet[Any], row: Any) -> None:
    try:
        with transaction.atomic():
            row_of.update(skeleton=looks_of(row))
    except IntegrityError:
        row_of.update(skeleton=f"{RELEASED}{row.pk}")


def _require_free(rooms: models.QuerySet[Any], name: str) -> None:
    if rooms.filter(called(name)).exists():
        raise NameTaken("There is already a room {room}.", room=f"#{name}")
    if rooms.filter(skeleton=skeleton(name)).exists():
        raise NameTaken(ALIKE)

"""How a room, or a person, is found otherwise than by the name as it is shown.

``key`` is what all spellings of the name have in common, where that is not the name
itself; ``folded`` what a search compares, likewise. Both are empty for most rooms, and
for those that the version before has made: to it, no other names were possible.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Coalesce

from chat.text.fold import fold
from chat.text.names import key_of, room_key, room_spelling

if TYPE_CHECKING:
    Text = models.CharField[str | None, str | None]
else:
    Text = models.CharField

# 30 characters, each of which becomes three at most.
_CHARACTERS = 120


class Otherwise(Text):
    """``of`` a room's name, where it is another text; from the first moment on."""

    def __init__(self, of: Callable[[str], str] = str, **_: Any) -> None:
        self._of = of
        super().__init__(max_length=_CHARACTERS, null=True, editable=False)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations it is a column as any other."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        if add and model_instance.name:
            otherwise = other_than(model_instance.name, self._of)
            setattr(model_instance, self.attname, otherwise)
        return super().pre_save(model_instance, add)


class ByCodePoints(models.Func):
    """Text that is compared by its code points, on either database."""

    arity = 1
    template = "%(expressions)s"  # SQLite does that by itself

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        """It compares as a language does, unless it is told otherwise."""
        template = '(%(expressions)s) COLLATE "C"'
        return self.as_sql(compiler, connection, template=template)


def place(person: str = "") -> ByCodePoints:
    """Where somebody stands in a list; ``person``: how the query gets to them."""
    folded = Coalesce(f"{person}folded", f"{person}key")
    return ByCodePoints(folded, output_field=models.CharField())


class Spelled(models.Model):
    """What has a name that may be spelled otherwise: a room."""

    name: models.CharField[str | None, str | None]
    key = Otherwise(room_key)
    folded = Otherwise(fold)

    class Meta:
        abstract = True

    @property
    def room_key(self) -> str:
        """What all spellings of a room's name have in common, with its ``#``."""
        return f"#{self.key or self.name}"


def folded_beside_key(name: str) -> str:
    """A person's name as a search compares it; as it is, if its key will do."""
    folded = fold(name)
    return name if folded == key_of(name) else folded


def one_key(name: str) -> models.UniqueConstraint:
    """Of the rooms that have a key, each has another; and the index that finds it."""
    has_one = models.Q(key__isnull=False)
    return models.UniqueConstraint(fields=["key"], condition=has_one, name=name)


def other_than(name: str, of: Callable[[str], str]) -> str | None:
    otherwise = of(name)
    return otherwise if otherwise != name else None


def called(name: str, room: str = "") -> models.Q:
    """Which room somebody means by that name; ``room``: how the query gets to it."""
    key = room_key(name)
    return models.Q(**{f"{room}name": key}) | models.Q(**{f"{room}key": key})


def like(part: str) -> models.Q:
    """The rooms that have this in their names, or nearly so."""
    found = models.Q(name__contains=room_spelling(part))
    for text in {fold(room_spelling(part)), room_key(part)} - {""}:
        found |= models.Q(folded__contains=text) | models.Q(name__contains=text)
    return found

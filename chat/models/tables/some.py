"""Deleting what is old, some at a time: whoever posts meanwhile waits for it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

AT_ONCE = 500


def delete_some(found: QuerySet[Any], most: int | None = None) -> bool:
    """Delete ``most`` of these (``AT_ONCE``), the first; whether there may be more.

    What is not of these any more, as it goes, stays.
    """
    most = AT_ONCE if most is None else most
    numbers = list(found.values_list("pk", flat=True)[:most])
    found.filter(pk__in=numbers).delete()
    return len(numbers) == most

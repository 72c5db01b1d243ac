"""The database's own way to find, whichever it is."""

from types import ModuleType

from django.db import connection

from chat.search import postgres, sqlite


def here() -> ModuleType:
    """``postgres`` or ``sqlite``: both have the same functions."""
    return postgres if connection.vendor == "postgresql" else sqlite

"""How a database is emptied after a test that has committed.

Django's own flush makes every permission anew, with what they are about, by a hundred
queries. They are the same for every test: here they stay, unless a test has taken some
away, as one does that has a site brought in.
"""

from functools import cache

from django.apps import apps
from django.contrib.auth.management import _get_all_permissions
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from chat.audit.models import Clearing

# What is emptied last: while there is a row, the database lets the audit log go.
CLEARING = Clearing._meta.db_table
KEPT = {model._meta.db_table for model in (Permission, ContentType)} | {CLEARING}
OPENED = f"INSERT INTO {CLEARING} DEFAULT VALUES"
CLOSED = f"DELETE FROM {CLEARING}"


def empty(_) -> None:
    """Stands for ``TransactionTestCase._fixture_teardown``."""
    connection.ops.execute_sql_flush(_statements())
    if Permission.objects.count() != _permissions():
        Permission.objects.all().delete()
        ContentType.objects.all().delete()
        emit_post_migrate_signal(0, False, connection.alias)


@cache
def _permissions() -> int:
    """How many there are, of all tables."""
    return sum(len(_get_all_permissions(model._meta)) for model in apps.get_models())


@cache
def _statements() -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True)
    tables = sorted({*tables} - KEPT)
    if connection.vendor != "postgresql":
        return [OPENED, *connection.ops.sql_flush(no_style(), tables), CLOSED]
    # TRUNCATE makes the files of each table and index anew: little is in them here.
    emptied = "; ".join(f"DELETE FROM {connection.ops.quote_name(t)}" for t in tables)
    return ["SET LOCAL session_replication_role = replica", emptied]

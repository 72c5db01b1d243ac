"""How far a database is, as this code sees it; and whether this code may serve on it.

On PostgreSQL the version before serves beside the present one while a site is updated,
also when it is started anew meanwhile. So whoever migrates vouches, in the database,
for the versions that may go on beside: back to the one before, and none that is older.
What nobody vouches for is not this code's to touch. Beside a SQLite there is one
version at a time, and a copy to go back to: there nobody is vouched for.
"""

import logging
import re
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from chat import BESIDE, VERSION
from chat.updates.copies import newest_copy
from chat.updates.models import Step

logger = logging.getLogger(__name__)

LEADING = re.compile("[0-9]{1,9}")


class TooOld(Exception):
    """This code is older than the database; the text is one sentence."""


@dataclass(frozen=True)
class Standing:
    """``pending``: the migrations that the database lacks, as in ``"chat.0001_start"``.

    ``beyond``: those that it has, and this code has not; ``vouched``: who says what of
    them. ``last``: the last of the core's that it has.
    """

    pending: list[str]
    beyond: list[str]
    vouched: list[Step]
    last: str

    @classmethod
    def of(cls, connection: BaseDatabaseWrapper) -> "Standing":
        """Look; nothing is changed."""
        executor = MigrationExecutor(connection)
        loader = executor.loader
        plan = executor.migration_plan(loader.graph.leaf_nodes())
        applied = set(loader.applied_migrations)
        beyond = sorted(map(".".join, applied - set(loader.disk_migrations)))
        steps = Step.objects.using(connection.alias).filter(migration__in=beyond)
        return cls(
            [str(migration) for migration, _ in plan],
            beyond,
            list(steps) if beyond and _are_there(connection) else [],
            max((name for app, name in applied if app == "chat"), default=""),
        )

    def allow(self, connection: BaseDatabaseWrapper) -> None:
        """Say it where this version is the older of two that may serve.

        Raises:
            TooOld: it may not.
        """
        if not self.beyond:
            return
        by = max((step.version for step in self.vouched), key=numbers, default="")
        if connection.vendor == "sqlite" or not self._may_serve:
            raise TooOld(_refusal(connection, self.beyond[-1], by))
        logger.warning(
            "The database is that of version %s by now. This is %s, which may serve"
            " beside it for as long as the site is being updated: update it, too.",
            *(by, VERSION),
        )

    @property
    def _may_serve(self) -> bool:
        return len(self.vouched) == len(self.beyond) and all(
            numbers(step.beside) <= numbers(VERSION) for step in self.vouched
        )


def vouch(connection: BaseDatabaseWrapper) -> None:
    """Note who may serve on what the migrations of this code do, once there is room.

    What a version before has noted of its own stays.
    """
    if _are_there(connection):
        known = map(".".join, MigrationLoader(None).disk_migrations)
        steps = [Step(migration=it, version=VERSION, beside=BESIDE) for it in known]
        everything = Step.objects.using(connection.alias)
        everything.bulk_create(steps, ignore_conflicts=True)


def numbers(version: str) -> tuple[int, ...]:
    """``"1.10.0"``, to be compared; what is behind a number (``"1.0rc1"``) is not."""
    found = (LEADING.match(part) for part in version.split("."))
    return tuple(int(each[0]) if each else 0 for each in found)


def _are_there(connection: BaseDatabaseWrapper) -> bool:
    return Step._meta.db_table in connection.introspection.table_names()


def _refusal(connection: BaseDatabaseWrapper, migration: str, by: str) -> str:
    newer = f"version {by}" if by and by != VERSION else "a newer one"
    copy = newest_copy(connection)
    way_back = f", or go back to the copy from before, {copy}" if copy else ""
    return (
        f"The database is newer than this version of the site, {VERSION}, which does"
        f" not know its migration {migration}: start {newer}{way_back}."
    )

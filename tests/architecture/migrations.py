"""What a migration may do, so that the version before serves beside it.

That version goes on with rows as it knows them: it inserts them without a column that
is new, and reads those that it has always had. Whoever has a reason that the database
does not show writes it down, as the docstring of the migration.
"""

import inspect
from collections.abc import Iterator
from typing import Any

from django.db import migrations, models
from django.db.migrations.state import ProjectState

# The first to which this applies come after these.
FREE = {("chat", f"{number:04}") for number in range(1, 13)}
TAKE_AWAY = (
    *(migrations.RemoveField, migrations.RenameField, migrations.AlterModelTable),
    *(migrations.DeleteModel, migrations.RenameModel),
)
# They may break what is there, or cannot be looked into.
DOUBTFUL = (
    *(migrations.RunPython, migrations.RunSQL, migrations.SeparateDatabaseAndState),
    *(migrations.AddConstraint, migrations.AlterUniqueTogether),
)


def wrong(migration: migrations.Migration, before: ProjectState) -> list[str]:
    """What it does that the version before does not bear; ``before`` is not changed."""
    state = before.clone()
    is_said = migration.atomic or _reason(migration)
    found = [] if is_said else ["it is no transaction, without a reason"]
    for operation in migration.operations:
        after = state.clone()
        operation.state_forwards(migration.app_label, after)
        made_here = set(after.models) - set(before.models)
        found += _wrong(migration, operation, (state, after), made_here)
        state = after
    return [f"{migration}: {what}" for what in found]


def _wrong(
    migration: migrations.Migration,
    operation: Any,
    states: tuple[ProjectState, ProjectState],
    made_here: set[tuple[str, str]],
) -> Iterator[str]:
    kind, app = type(operation).__name__, migration.app_label
    model = getattr(operation, "model_name", None)
    if isinstance(operation, TAKE_AWAY):
        yield f"{kind} takes away what the version before uses"
    elif model and (app, model.lower()) in made_here:
        return  # nobody before knows it
    elif isinstance(operation, migrations.AddField):
        if not _is_filled(operation.field):
            yield f"{model}.{operation.name} has no db_default, and may not be NULL"
    elif isinstance(operation, migrations.AlterField):
        old, new = (
            state.models[app, model.lower()].fields[operation.name] for state in states
        )
        if not _is_as_wide(old, new):
            yield f"{model}.{operation.name} takes less than before"
    elif isinstance(operation, DOUBTFUL) and not _reason(migration):
        yield f"{kind} without a reason in the docstring"


def _is_filled(field: models.Field) -> bool:
    """Whether a row can be inserted without a word of it."""
    return field.null or field.many_to_many or field.has_db_default()


def _is_as_wide(old: models.Field, new: models.Field) -> bool:
    """Whether it takes all that it took, and is still filled where nobody says it."""
    return (
        old.get_internal_type() == new.get_internal_type()
        and new.null >= old.null
        and new.unique <= old.unique
        and (new.max_length is None or (old.max_length or 0) <= new.max_length)
        and (not old.has_db_default() or _is_filled(new))
    )


def _reason(migration: migrations.Migration) -> str:
    """The docstring of the migration's module, or of the migration itself."""
    module = inspect.getmodule(type(migration))
    return type(migration).__doc__ or (module and module.__doc__) or ""

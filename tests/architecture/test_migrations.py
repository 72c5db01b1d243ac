"""The version before serves beside each migration: see ``migrations.py``."""

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.architecture.migrations import FREE, wrong


def test_every_migration_is_one_that_the_version_before_bears():
    loader = MigrationLoader(None)
    own = [
        key
        for key, migration in loader.disk_migrations.items()
        if type(migration).__module__.startswith("chat.")
        and (key[0], key[1][:4]) not in FREE
    ]
    assert ("updates", "0001_steps") in own
    assert [
        what
        for key in own
        for what in wrong(
            loader.graph.nodes[key], loader.project_state(key, at_end=False)
        )
    ] == []


WORD = models.CharField(max_length=10)
LONGER = models.CharField(max_length=20)
FILLED = models.CharField(max_length=10, db_default="")
MAYBE = models.CharField(max_length=10, null=True)
NUMBER = models.IntegerField(db_default=0)
NEW = migrations.CreateModel("Room", [("name", WORD)])
UNIQUE = models.UniqueConstraint(fields=["name"], name="one")


def before():
    """What the version before has made."""
    state = ProjectState()
    fields = [("name", WORD), ("topic", MAYBE), ("mood", FILLED)]
    migrations.CreateModel("Person", fields).state_forwards("samples", state)
    return state


def sample(*operations, reason=""):
    names = {"operations": [*operations], "__doc__": reason}
    kind = type("Migration", (migrations.Migration,), {**names, "__module__": "none"})
    return kind("0001_sample", "samples")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("person", "name"),
        migrations.RenameField("person", "name", "title"),
        migrations.RenameModel("person", "human"),
        migrations.DeleteModel("person"),
        migrations.AlterModelTable("person", "people"),
        migrations.AddField("person", "more", WORD),
        migrations.AddField("person", "more", models.IntegerField(default=0)),
        migrations.AlterField("person", "topic", WORD),
        migrations.AlterField("person", "mood", WORD),
        migrations.AlterField("person", "name", models.CharField(max_length=9)),
        migrations.AlterField(
            "person", "name", models.CharField(max_length=10, unique=True)
        ),
        migrations.AlterField("person", "name", NUMBER),
        migrations.RunSQL("SELECT 1"),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(),
        migrations.AddConstraint("person", UNIQUE),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_the_version_before_does_not_bear_is_seen(operation):
    assert len(wrong(sample(operation), before())) == 1


@pytest.mark.parametrize(
    "operations",
    [
        [NEW, migrations.AddField("room", "more", WORD)],
        [NEW, migrations.AddConstraint("room", UNIQUE)],
        [migrations.AddField("person", "more", FILLED)],
        [migrations.AddField("person", "more", MAYBE)],
        [migrations.AlterField("person", "name", LONGER)],
        [migrations.AlterField("person", "name", MAYBE)],
        [migrations.AddIndex("person", models.Index(fields=["name"], name="by_name"))],
    ],
)
def test_what_adds_is_borne(operations):
    assert wrong(sample(*operations), before()) == []


def test_what_is_no_transaction_says_why():
    migration = sample(migrations.RunPython(migrations.RunPython.noop), reason="Ours.")
    migration.atomic = False
    assert wrong(migration, before()) == []
    unsaid = sample(NEW)
    unsaid.atomic = False
    assert len(wrong(unsaid, before())) == 1


def test_what_cannot_be_looked_into_says_why_it_is_borne():
    silent, said = migrations.RunSQL("SELECT 1"), "It only looks."
    assert wrong(sample(silent, reason=said), before()) == []
    remove = migrations.RemoveField("person", "name")
    assert len(wrong(sample(remove, reason=said), before())) == 1
